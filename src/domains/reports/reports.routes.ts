/** The reports of this release: utilization, overbookings and capacity against load. */
import { defineRoute, type Route } from '../../http/route';
import { dayRangeOf } from '../../http/schemas';
import { addDays, FIRST_DATE, fromEpochDay, LAST_DATE, mondayOf, toEpochDay } from '../../shared/calendar-dates';
import { listVisiblePeople } from './list-visible-people.query';
import { reportOverbookings } from './overbookings.query';
import { reportCapacityVsLoad } from './capacity-vs-load.query';
import { presentCapacityVsLoadTable } from './capacity-vs-load-table.presenter';
import { presentOverbookingsTable } from './overbookings-table.presenter';
import { renderReport, reportFiles } from './render-report.query';
import { presentCapacityVsLoad, presentOverbookings, presentUtilization } from './reports.presenter';
import {
  capacityVsLoadAnswer,
  capacityVsLoadQuery,
  overbookingsAnswer,
  rangeQuery,
  utilizationAnswer,
  utilizationQuery,
} from './reports.schema';
import { presentUtilizationTable } from './utilization-table.presenter';
import { reportUtilization } from './utilization.query';

const report = {
  method: 'GET',
  tag: 'Reports',
  permission: 'report.read',
  audit: 'none:read',
  files: reportFiles,
} as const;

const utilizationRoute = defineRoute({
  ...report,
  path: '/reports/utilization',
  summary: 'Firm load by net capacity; four weeks from this Monday unless dates are given',
  request: { query: utilizationQuery },
  response: { 200: utilizationAnswer },
  handle: async (uow, { query, facts }) => {
    const dates = datesOf(query, uow.now);
    const personIds = await listVisiblePeople(uow, query.group_by);
    const figures = await reportUtilization(uow, { groupBy: query.group_by, ...dates, personIds });
    const body = presentUtilization(figures, query.group_by, { ...dates, computedAt: uow.now });
    return renderReport(body, presentUtilizationTable, { query, facts });
  },
});

const overbookingsRoute = defineRoute({
  ...report,
  path: '/reports/overbookings',
  summary: 'Days with more firm load than net capacity; four weeks from this Monday unless dates are given',
  request: { query: rangeQuery },
  response: { 200: overbookingsAnswer },
  handle: async (uow, { query, facts }) => {
    const dates = datesOf(query, uow.now);
    const personIds = await listVisiblePeople(uow, 'person');
    const rows = await reportOverbookings(uow, { ...dates, personIds });
    const body = presentOverbookings(rows, { ...dates, computedAt: uow.now });
    return renderReport(body, presentOverbookingsTable, { query, facts });
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
    const dates = datesOf(query, uow.now);
    const { granularity } = query;
    const rows = await reportCapacityVsLoad(uow, { ...dates, granularity, teamId: query.team_id ?? null });
    const body = presentCapacityVsLoad(rows, granularity, { ...dates, computedAt: uow.now });
    return renderReport(body, presentCapacityVsLoadTable, { query, facts });
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
