/** `GET /availability`: who has room, and on which days. */
import { defineRoute, type Route } from '../../http/route';
import { dayRangeOf } from '../../http/schemas';
import { invalidField } from '../../shared/domain-error';
import { presentAvailability, presentAvailabilityTable } from './availability.presenter';
import { findAvailability } from './availability.query';
import { availabilityAnswer, availabilityQuery } from './availability.schema';
import { listVisiblePeople } from './list-visible-people.query';
import { renderReport, reportFiles } from './render-report.query';

/** People ranked by free minutes (net − firm, day by day), each with the days that fit. */
export const availabilityRoutes: Route[] = [
  defineRoute({
    method: 'GET',
    path: '/availability',
    tag: 'Capacity',
    summary: 'Who has room between two dates, most free minutes first, with the days that fit',
    permission: 'report.read',
    request: { query: availabilityQuery },
    response: { 200: availabilityAnswer },
    files: reportFiles,
    audit: 'none:read',
    handle: async (uow, { query, facts }) => {
      const { from, to } = query;
      dayRangeOf(from, to);
      if (query.minutes_per_day !== undefined && query.total_minutes !== undefined) {
        throw invalidField('/query/total_minutes', 'one_of', 'send minutes_per_day or total_minutes, not both');
      }
      const people = await findAvailability(uow, {
        from,
        to,
        teamId: query.team_id ?? null,
        personIds: await listVisiblePeople(uow, 'person'),
        demand: { minutesPerDay: query.minutes_per_day ?? null, totalMinutes: query.total_minutes ?? null },
      });
      return renderReport(presentAvailability(people, query), presentAvailabilityTable, { query, facts });
    },
  }),
];
