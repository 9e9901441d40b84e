/** Many allocations in one request: made where they are new, changed where they are known. */
import { z } from 'zod';
import { problemOf } from '../../http/problem';
import { defineRoute, type Route } from '../../http/route';
import { presentImpact } from '../capacity/impact.presenter';
import { dryRunAnswer } from '../capacity/impact.schema';
import { planBody, planOptionsOf, planQuery } from '../capacity/plan-wrapper';
import { bulkUpsertAllocations } from './bulk-upsert-allocations.command';
import { bulkItem, bulkUpsertAnswer, MOST_ITEMS, upsertItemsOf } from './bulk-upsert.schema';

const rest = {
  mode: z
    .enum(['merge', 'replace'])
    .default('merge')
    .describe(
      '`replace` also deletes what the body lacks of each person and project it names, within the dates it has for them.',
    ),
  ...planBody,
};

/** All or nothing, judged whole; or `atomic: false`, where each item is judged by itself. */
const bulkUpsertBody = z.union([
  z.strictObject({
    allocations: z.array(bulkItem).min(1).max(MOST_ITEMS),
    atomic: z.literal(true).default(true).describe('All or nothing.'),
    ...rest,
  }),
  z.strictObject({
    allocations: z.array(z.unknown()).min(1).max(MOST_ITEMS),
    atomic: z.literal(false).describe('What fits is stored, and `results` says why the rest was not.'),
    ...rest,
  }),
]);

const bulkUpsertRoute = defineRoute({
  method: 'POST',
  path: '/allocations:bulk-upsert',
  tag: 'Allocations',
  summary: 'Book many at once; what is there already is changed, and replaced on request',
  permission: 'allocation.write',
  request: { query: z.strictObject(planQuery), body: bulkUpsertBody },
  response: { 200: z.union([bulkUpsertAnswer, dryRunAnswer]) },
  audit: 'written:allocation.updated',
  handle: async (uow, { query, body, facts }) => {
    const { results, impact } = await bulkUpsertAllocations(uow, {
      items: upsertItemsOf(body.allocations),
      mode: body.mode,
      atomic: body.atomic,
      options: planOptionsOf(query, body),
    });
    const items = results.map(({ problem, ...result }) =>
      problem === undefined ? result : { ...result, problem: problemOf(problem, facts.requestId) },
    );
    return { status: 200, body: { results: items, impact: presentImpact(impact) } };
  },
});

/** The bulk route. */
export const bulkUpsertRoutes: Route[] = [bulkUpsertRoute];
