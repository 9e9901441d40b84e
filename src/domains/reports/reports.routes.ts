/** The reports: utilization, overbookings, capacity against load, plan against actual and the month grid. */
import { defineRoute, type Route } from '../../http/route';
import { dayRangeOf } from '../../http/schemas';
import { addDays, FIRST_DATE, fromEpochDay, LAST_DATE, mondayOf, toEpochDay } from '../../shared/calendar-dates';
import type { AnswerCache } from '../../platform/answer-cache';
import { answerReport, formatOf } from './answer-report.query';
import { computeReport } from './compute-report.query';
import { monthGridAnswer, monthGridQuery } from './month-grid.schema';
import { planVsActualAnswer, planVsActualQuery } from './plan-vs-actual.schema';
import { readReport } from './read-report.query';
import { reportFiles } from './report-formats.types';
import {
  capacityVsLoadAnswer,
  capacityVsLoadQuery,
  overbookingsAnswer,
  rangeQuery,
  utilizationAnswer,
  utilizationQuery,
} from './reports.schema';

const report = {
  method: 'GET',
  tag: 'Reports',
  permission: 'report.read',
  audit: 'written:report.exported',
  files: reportFiles,
} as const;

const utilizationRoute = defineRoute({
  ...report,
  path: '/reports/utilization',
  summary: 'Firm load by net capacity; four weeks from this Monday unless dates are given',
  request: { query: utilizationQuery },
  response: { 200: utilizationAnswer },
  handle: async (uow, { query, facts }) => {
    const parameters = { ...datesOf(query, uow.now), group_by: query.group_by };
    return answerReport(uow, await readReport(uow, { report: 'utilization', parameters }, query.as_of), {
      query,
      facts,
    });
  },
});

const overbookingsRoute = defineRoute({
  ...report,
  path: '/reports/overbookings',
  summary: 'Days with more firm load than net capacity; four weeks from this Monday unless dates are given',
  request: { query: rangeQuery },
  response: { 200: overbookingsAnswer },
  handle: async (uow, { query, facts }) => {
    const parameters = datesOf(query, uow.now);
    return answerReport(uow, await readReport(uow, { report: 'overbookings', parameters }, query.as_of), {
      query,
      facts,
    });
  },
});

const capacityVsLoadRoute = defineRoute({
  ...report,
  path: '/reports/capacity-vs-load',
  summary:
    'Net capacity, load and gap of each team by week or month; four weeks from this Monday unless dates are given',
  request: { query: capacityVsLoadQuery },
  response: { 200: capacityVsLoadAnswer },
  handle: async (uow, { query, facts }) => {
    const { granularity, team_id } = query;
    const parameters = { ...datesOf(query, uow.now), granularity, team_id };
    return answerReport(uow, await readReport(uow, { report: 'capacity-vs-load', parameters }, query.as_of), {
      query,
      facts,
    });
  },
});

const planVsActualRoute = defineRoute({
  ...report,
  path: '/reports/plan-vs-actual',
  summary:
    'Planned and worked minutes of each person, project and week; four weeks from this Monday unless dates are given',
  request: { query: planVsActualQuery },
  response: { 200: planVsActualAnswer },
  handle: async (uow, { query, facts }) => {
    const parameters = { ...datesOf(query, uow.now), team_id: query.team_id };
    return answerReport(uow, await readReport(uow, { report: 'plan-vs-actual', parameters }, query.as_of), {
      query,
      facts,
    });
  },
});

function monthGridRoute(cache: AnswerCache): Route {
  return defineRoute({
    ...report,
    path: '/reports/month-grid',
    summary:
      'Who is away, has worked, is planned or has nothing on each day of a month, with the rates of people and teams',
    permission: 'month_grid.read',
    request: { query: monthGridQuery },
    response: { 200: monthGridAnswer },
    handle: async (uow, { query, facts }) => {
      const { year, month, team_id } = query;
      const request = { report: 'month-grid', parameters: { year, month, team_id } } as const;
      if (query.as_of !== undefined || formatOf({ query, facts }) !== 'json') {
        return answerReport(uow, await readReport(uow, request, query.as_of), { query, facts });
      }
      const json = await cache.text(uow.trx, uow.organizationId, {
        key: { name: 'month-grid', parameters: [year, month, team_id ?? null] },
        make: async () => {
          const { body } = await computeReport(uow, request);
          return { body, isStale: body.stale === true };
        },
      });
      return { status: 200, json };
    },
  });
}

/** The report routes. */
export function reportRoutes(cache: AnswerCache): Route[] {
  return [utilizationRoute, overbookingsRoute, capacityVsLoadRoute, planVsActualRoute, monthGridRoute(cache)];
}

function datesOf(
  query: { from?: string | undefined; to?: string | undefined; as_of?: string | undefined },
  now: Date,
): { from: string; to: string } {
  const monday = fromEpochDay(
    mondayOf(toEpochDay((query.as_of === undefined ? now : new Date(query.as_of)).toISOString().slice(0, 10))),
  );
  const from = query.from ?? (query.to === undefined ? monday : withinYears(addDays(query.to, -27)));
  const to = query.to ?? withinYears(addDays(from, 27));
  dayRangeOf(from, to);
  return { from, to };
}

/** Four weeks from or to an edge of the years we know are shorter. */
function withinYears(date: string): string {
  if (date < FIRST_DATE) return FIRST_DATE;
  return date > LAST_DATE ? LAST_DATE : date;
}
