/** Shapes of `POST /allocations:bulk-upsert` (API.md §4, READINGS 33). */
import { z } from 'zod';
import { uuid } from '../../http/schemas';
import { refusalOf } from '../../http/validate-request';
import { impactSchema } from '../capacity/impact.schema';
import { allocationAnswer, allocationInputOf, changedAllocation } from './allocations.schema';
import { pointerOfItem } from './bulk-upsert.rules';
import type { UpsertItem } from './bulk-upsert.types';

/** Most items in one body. */
export const MOST_ITEMS = 1_000;

const itemShape = changedAllocation.extend({
  id: uuid
    .optional()
    .describe(
      'Of the allocation to change; without it the one with the same person, project, task and start, else a new one.',
    ),
});
const readOnlyFields = ['impact', ...Object.keys(allocationAnswer.shape)].filter((key) => !(key in itemShape.shape));

/** Fields that answers carry and that cannot be written are dropped, so that read-change-write works (READINGS 41). */
export const bulkItem = z.preprocess((value) => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([key]) => !readOnlyFields.includes(key)));
}, itemShape);

const problem = z.looseObject({ status: z.int(), code: z.string(), detail: z.string() });

export const bulkUpsertAnswer = z.strictObject({
  results: z.array(
    z.strictObject({
      index: z
        .int()
        .nullable()
        .describe('Of the item in `allocations`; null for a deletion, which no item stands for.'),
      status: z.enum(['created', 'updated', 'unchanged', 'deleted', 'failed']),
      id: uuid.nullable().describe('Null where nothing was stored.'),
      problem: problem.optional(),
    }),
  ),
  impact: impactSchema,
});

/** The items of a body, each understood or with the reason why not. */
export function upsertItemsOf(allocations: readonly unknown[]): UpsertItem[] {
  return allocations.map((sent, index) => {
    const parsed = bulkItem.safeParse(sent);
    if (!parsed.success) return { index, problem: refusalOf(parsed.error, pointerOfItem(index)) };
    return { index, id: parsed.data.id, input: allocationInputOf(parsed.data) };
  });
}
