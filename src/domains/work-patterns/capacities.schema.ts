/** Capacity entries as v9 names them: weekly hours from a date on. */
import { z } from 'zod';
import { hours, isoDate, recordFields, uuid } from '../../http/schemas';

export const newCapacity = z.strictObject({
  person_id: uuid,
  calendar_id: uuid.nullable().optional(),
  period_start: isoDate,
  period_end: isoDate.nullable().optional(),
  hours_per_week: hours(168),
  notes: z.string().max(10_000).nullable().optional(),
});

export const capacityFilter = { person_id: uuid.optional(), from: isoDate.optional(), to: isoDate.optional() };
export type CapacityFilter = Partial<Record<keyof typeof capacityFilter, string>>;

export const capacityAnswer = z
  .strictObject({
    ...recordFields,
    person_id: uuid,
    calendar_id: uuid.nullable(),
    period_start: isoDate,
    period_end: isoDate.nullable(),
    hours_per_week: z.number(),
    notes: z.string().nullable(),
  })
  .meta({ id: 'Capacity' });
