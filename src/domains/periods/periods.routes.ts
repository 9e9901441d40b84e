/** Closed months (READINGS 40): list, close, reopen. A closed month refuses only writes that would change its figures. */
import { z } from 'zod';
import { defineRoute, type Answer, type Route } from '../../http/route';
import { isoMonth, pageOf, pageQuery, pageRequestOf, presentPage } from '../../http/schemas';
import { locatedAt } from '../../shared/api-path';
import { closePeriod } from './close-period.command';
import { listPeriods } from './list-periods.query';
import { presentClosingApproval, presentPeriod } from './periods.presenter';
import { closingApproval, periodAnswer, periodStates } from './periods.schema';
import type { Period } from './periods.types';
import { setPeriodState } from './set-period-state.command';

const listRoute = defineRoute({
  method: 'GET',
  path: '/periods',
  tag: 'Periods',
  summary: 'Months that were ever closed or asked to be; a month that is not listed is open',
  permission: 'period.read',
  request: { query: z.strictObject({ ...pageQuery, state: z.enum(periodStates).optional() }) },
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
  summary: 'Close a month: writes that would change its figures are refused; under a policy once it is approved (202)',
  response: { 200: periodAnswer, 202: closingApproval },
  audit: 'written:period.closed',
  handle: async (uow, { params }) => {
    const closing = await closePeriod(uow, `${params.month}-01`);
    if ('period' in closing) return answerOf(closing.period);
    const { approval } = closing;
    const headers = locatedAt(`/approvals/${approval.approval.id}`);
    return { status: 202, body: presentClosingApproval(approval), headers };
  },
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
