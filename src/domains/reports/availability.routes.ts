/** `GET /availability`: who has room, and on which days. */
import { defineRoute, type Route } from '../../http/route';
import { dayRangeOf } from '../../http/schemas';
import { invalidField } from '../../shared/domain-error';
import { answerReport } from './answer-report.query';
import { availabilityAnswer, availabilityQuery } from './availability.schema';
import { readReport } from './read-report.query';
import { reportFiles } from './report-formats.types';

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
    audit: 'written:report.exported',
    handle: async (uow, { query, facts }) => {
      const { from, to } = query;
      dayRangeOf(from, to);
      if (query.minutes_per_day !== undefined && query.total_minutes !== undefined) {
        throw invalidField('/query/total_minutes', 'one_of', 'send minutes_per_day or total_minutes, not both');
      }
      const { team_id, minutes_per_day, total_minutes } = query;
      const parameters = { from, to, team_id, minutes_per_day, total_minutes };
      return answerReport(uow, await readReport(uow, { report: 'availability', parameters }, query.as_of), {
        query,
        facts,
      });
    },
  }),
];
