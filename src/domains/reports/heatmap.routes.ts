/** `GET /capacity/heatmap`: capacity and load of everybody at a glance, from the cache while nothing changes. */
import { defineRoute, type Route } from '../../http/route';
import { dayRangeOf } from '../../http/schemas';
import type { AnswerCache } from '../../platform/answer-cache';
import { presentHeatmap } from './heatmap.presenter';
import { readHeatmap } from './heatmap.query';
import { heatmapAnswer, heatmapQuery } from './heatmap.schema';
import { listVisiblePeople } from './list-visible-people.query';
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
      audit: 'none:read',
      handle: async (uow, { query }) => {
        const { group_by: groupBy, granularity, from, to } = query;
        dayRangeOf(from, to);
        const personIds = await listVisiblePeople(uow, groupBy);
        const json = await cache.text(uow.trx, uow.organizationId, {
          key: { name: 'heatmap', parameters: [groupBy, granularity, from, to, audienceOf(personIds)] },
          make: async () => {
            const heatmap = await readHeatmap(uow, { groupBy, granularity, from, to, personIds });
            return { body: presentHeatmap(heatmap), isStale: heatmap.staleSeconds !== null };
          },
        });
        return { status: 200, json };
      },
    }),
  ];
}
