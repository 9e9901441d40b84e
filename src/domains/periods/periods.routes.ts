/** Closed months (READINGS 40): list, close, reopen. A closed month refuses only writes that would change its figures. */
import { z } from 'zod';
import { defineRoute, type Answer, type Route } from '../../http/route';
import {
  instant,
  isoMonth,
  pageOf,
  pageQuery,
  pageRequestOf,
  presentPage,
  recordFields,
  uuid,
} from '../../http/schemas';
import { listPeriods } from './list-periods.query';
import { presentPeriod } from './periods.presenter';
import type { Period } from './periods.types';
import { setPeriodState } from './set-period-state.command';

const states = ['open', 'closed'] as const;

const periodAnswer = z
  .strictObject({
    ...recordFields,
    month: z.string(),
    state: z.enum(states),
    closed_at: instant.nullable(),
    closed_by: uuid.nullable(),
  })
  .meta({ id: 'Period' });

const listRoute = defineRoute({
  method: 'GET',
  path: '/periods',
  tag: 'Periods',
  summary: 'Months that were ever closed; a month that is not listed is open',
  permission: 'period.read',
  request: { query: z.strictObject({ ...pageQuery, state: z.enum(states).optional() }) },
  response: { 200: pageOf(periodAnswer) },
  audit: 'none:read',
  handle: async (uow, { query }) => {
    const page = await listPeriods(uow, pageRequestOf(query), { state: query.state });
    return { status: 200, body: presentPage(page, presentPeriod) };
  },
});

const verbFacts = {
  method: 'POST',
  tag: 'Periods',
  permission: 'period.write',
  request: { params: z.strictObject({ month: isoMonth }) },
  response: { 200: periodAnswer },
} as const;

const closeRoute = defineRoute({
  ...verbFacts,
  path: '/periods/{month}:close',
  summary: 'Close a month: writes that would change its figures are refused from now on',
  audit: 'written:period.closed',
  handle: async (uow, { params }) => answerOf(await setPeriodState(uow, `${params.month}-01`, 'closed')),
});

const reopenRoute = defineRoute({
  ...verbFacts,
  path: '/periods/{month}:reopen',
  summary: 'Open a closed month again',
  audit: 'written:period.reopened',
  handle: async (uow, { params }) => answerOf(await setPeriodState(uow, `${params.month}-01`, 'open')),
});

/** The period routes. */
export const periodRoutes: Route[] = [listRoute, closeRoute, reopenRoute];

function answerOf(period: Period): Answer {
  return { status: 200, body: presentPeriod(period), version: period.version };
}
