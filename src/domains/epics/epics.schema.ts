/** Shapes of epics (v9). */
import { z } from 'zod';
import { recordFields, uuid } from '../../http/schemas';

/** Positions are a client's own; equal ones are fine. */
export const orderIndex = z
  .int()
  .min(-1_000_000)
  .max(1_000_000)
  .describe('Position, the caller’s own; equal ones are fine. Default 0.');

export const newEpic = z.strictObject({
  project_id: uuid,
  name: z.string().trim().min(1).max(200),
  status: z.string().trim().min(1).max(50).optional().describe('In the organisation’s own words; default `open`.'),
  order_index: orderIndex.optional(),
});
export const changedEpic = newEpic.partial();
export type EpicBody = z.output<typeof changedEpic>;

export const epicAnswer = z
  .strictObject({ ...recordFields, project_id: uuid, name: z.string(), status: z.string(), order_index: z.int() })
  .meta({ id: 'Epic' });

export const epicFilter = { project_id: uuid.optional(), status: z.string().max(50).optional() };
export type EpicFilter = z.output<z.ZodObject<typeof epicFilter>>;
