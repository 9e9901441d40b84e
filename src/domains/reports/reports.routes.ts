/** The reports of this release: utilization, overbookings and capacity against load. */
import { defineRoute, type Route } from '../../http/route';
import { dayRangeOf } from '../../http/schemas';
import { addDays, FIRST_DATE, fromEpochDay, LAST_DATE, mondayOf, toEpochDay } from '../../shared/calendar-dates';
import { listVisiblePeople } from './list-visible-people.query';
import { reportOverbookings } from './overbookings.query';
import { reportCapacityVsLoad } from './capacity-vs-load.query';
import { presentCapacityVsLoad, presentOverbookings, presentUtilization } from './reports.presenter';
import {
  capacityVsLoadAnswer,
  capacityVsLoadQuery,
  overbookingsAnswer,
  rangeQuery,
  utilizationAnswer,
  utilizationQuery,
} from './reports.schema';
import { reportUtilization } from './utilization.query';

const facts = { method: 'GET', tag: 'Reports', permission: 'report.read', audit: 'none:read' } as const;

const utilizationRoute = defineRoute({
  ...facts,
  path: '/reports/utilization',
  summary: 'Firm load by net capacity; four weeks from this Monday unless dates are given',
  request: { query: utilizationQuery },
  response: { 200: utilizationAnswer },
  handle: async (uow, { query }) => {
    const dates = datesOf(query, uow.now);
    const personIds = await listVisiblePeople(uow, query.group_by);
    const report = await reportUtilization(uow, { groupBy: query.group_by, ...dates, personIds });
    return { status: 200, body: presentUtilization(report, query.group_by, { ...dates, computedAt: uow.now }) };
  },
});

const overbookingsRoute = defineRoute({
  ...facts,
  path: '/reports/overbookings',
  summary: 'Days with more firm load than net capacity; four weeks from this Monday unless dates are given',
  request: { query: rangeQuery },
  response: { 200: overbookingsAnswer },
  handle: async (uow, { query }) => {
    const dates = datesOf(query, uow.now);
    const personIds = await listVisiblePeople(uow, 'person');
    const rows = await reportOverbookings(uow, { ...dates, personIds });
    return { status: 200, body: presentOverbookings(rows, { ...dates, computedAt: uow.now }) };
  },
});

const capacityVsLoadRoute = defineRoute({
  ...facts,
  path: '/reports/capacity-vs-load',
  summary:
    'Net capacity, load and gap of each team by week or month; four weeks from this Monday unless dates are given',
  request: { query: capacityVsLoadQuery },
  response: { 200: capacityVsLoadAnswer },
  handle: async (uow, { query }) => {
    const dates = datesOf(query, uow.now);
    const { granularity } = query;
    const rows = await reportCapacityVsLoad(uow, { ...dates, granularity, teamId: query.team_id ?? null });
    return { status: 200, body: presentCapacityVsLoad(rows, granularity, { ...dates, computedAt: uow.now }) };
  },
});

/** The report routes. */
export const reportRoutes: Route[] = [utilizationRoute, overbookingsRoute, capacityVsLoadRoute];

function datesOf(
  query: { from?: string | undefined; to?: string | undefined },
  now: Date,
): { from: string; to: string } {
  const monday = fromEpochDay(mondayOf(toEpochDay(now.toISOString().slice(0, 10))));
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
