/** Capacity entries as v9 names them: weekly hours from a date on. */
import { z } from 'zod';
import { hours, isoDate, recordFields, spanFilter, uuid } from '../../http/schemas';

export const newCapacity = z.strictObject({
  person_id: uuid,
  calendar_id: uuid
    .nullable()
    .optional()
    .describe('Only chooses the weekdays that are worked; null: those of the person’s calendar.'),
  period_start: isoDate.describe('An entry of the same person and first day is replaced.'),
  period_end: isoDate.nullable().optional().describe('Last day; null: until another open one starts.'),
  hours_per_week: hours(168).describe('Spread evenly over the weekdays that are worked. 0 is a value.'),
  notes: z.string().max(10_000).nullable().optional(),
});

export const capacityFilter = { person_id: uuid.optional(), ...spanFilter };
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
