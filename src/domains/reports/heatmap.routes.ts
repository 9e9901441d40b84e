/** `GET /capacity/heatmap`: capacity and load of everybody at a glance, from the cache while nothing changes. */
import { defineRoute, type Route } from '../../http/route';
import { dayRangeOf } from '../../http/schemas';
import type { AnswerCache } from '../../platform/answer-cache';
import { answerReport, formatOf } from './answer-report.query';
import { computeReport } from './compute-report.query';
import { heatmapAnswer, heatmapQuery } from './heatmap.schema';
import { listVisiblePeople } from './list-visible-people.query';
import { readReport } from './read-report.query';
import { reportFiles } from './report-formats.types';
import { audienceOf } from './reports.policy';

/** Net, firm, tentative and over minutes of each person or team by day, week or month. */
export function heatmapRoutes(cache: AnswerCache): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/capacity/heatmap',
      tag: 'Capacity',
      summary: 'Net, firm, tentative and over minutes of each person or team by day, week or month',
      permission: 'report.read',
      request: { query: heatmapQuery },
      response: { 200: heatmapAnswer },
      files: reportFiles,
      audit: 'written:report.exported',
      handle: async (uow, { query, facts }) => {
        const { group_by, granularity, from, to } = query;
        dayRangeOf(from, to);
        const request = { report: 'heatmap', parameters: { group_by, granularity, from, to } } as const;
        if (query.as_of !== undefined || formatOf({ query, facts }) !== 'json') {
          return answerReport(uow, await readReport(uow, request, query.as_of), { query, facts });
        }
        const people = audienceOf(await listVisiblePeople(uow, group_by));
        const json = await cache.text(uow.trx, uow.organizationId, {
          key: { name: 'heatmap', parameters: [group_by, granularity, from, to, people] },
          make: async () => {
            const { body } = await computeReport(uow, request);
            return { body, isStale: body.stale === true };
          },
        });
        return { status: 200, json };
      },
    }),
  ];
}
