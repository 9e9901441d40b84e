/** Shapes of the availability finder (API.md §4). */
import { z } from 'zod';
import { isoDate, uuid } from '../../http/schemas';
import { asOfFields, asOfQuery } from './as-of.schema';
import { formatQuery } from './report-format.schema';
import { staleFields } from './stale.schema';

export const availabilityQuery = z.strictObject({
  from: isoDate,
  to: isoDate,
  team_id: uuid.optional(),
  minutes_per_day: z.coerce.number().int().min(1).max(1_440).optional(),
  total_minutes: z.coerce.number().int().min(1).max(10_000_000).optional(),
  ...asOfQuery,
  ...formatQuery,
});

export const availabilityAnswer = z
  .strictObject({
    from: isoDate,
    to: isoDate,
    ...staleFields,
    items: z.array(
      z.strictObject({
        person_id: uuid,
        person_name: z.string(),
        net_minutes: z.int(),
        firm_minutes: z.int(),
        tentative_minutes: z.int(),
        free_minutes: z.int(),
        days: z.array(z.strictObject({ date: isoDate, free_minutes: z.int() })),
      }),
    ),
    total: z.int(),
    ...asOfFields,
  })
  .meta({ id: 'Availability' });

export type AvailabilityAnswer = z.output<typeof availabilityAnswer>;
