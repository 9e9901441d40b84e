/** The impact of a planning write (API.md §4, READINGS 32 and 38). */
import { z } from 'zod';
import { isoDate, uuid } from '../../http/schemas';
import { conflictSchema } from '../conflicts/conflicts.schema';

const sums = { net_minutes: z.int(), firm_minutes: z.int() };

export const impactSchema = z
  .strictObject({
    days_changed: z.int().min(0).describe('Days of people of which some figure changes.'),
    conflicts: z.strictObject({
      opened: z.array(conflictSchema),
      changed: z.array(conflictSchema),
      closed: z.array(conflictSchema),
    }),
    figures: z.array(
      z.strictObject({
        person_id: uuid,
        week: isoDate.describe('Its Monday.'),
        ...sums,
        before: z.strictObject(sums),
      }),
    ),
    totals: z
      .strictObject({ ...sums, before: z.strictObject(sums) })
      .describe('Over all that changes, also beyond the 1,000 rows of `figures`.'),
    truncated: z.boolean().describe('`figures` holds the first 1,000 rows of more.'),
  })
  .meta({ id: 'Impact' });

/** What every planning write answers with `dry_run=true`. */
export const dryRunAnswer = z.strictObject({ dry_run: z.literal(true), impact: impactSchema });
