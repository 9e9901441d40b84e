/** Bodies and answers of work patterns and their assignments. */
import { z } from 'zod';
import { isoDate, recordFields, uuid } from '../../http/schemas';

const startTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
const endTime = z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/);

const patternDay = z.strictObject({
  week: z.int().min(1).max(52),
  weekday: z.int().min(1).max(7),
  minutes: z.int().min(0).max(1_440).nullable().optional(),
  intervals: z
    .array(z.strictObject({ start: startTime, end: endTime }))
    .min(1)
    .max(24)
    .nullable()
    .optional(),
});
export type WireDay = z.output<typeof patternDay>;

export const newWorkPattern = z.strictObject({
  name: z.string().trim().min(1).max(200),
  cycle_weeks: z.int().min(1).max(52),
  anchor_monday: isoDate,
  days: z.array(patternDay).max(364),
});
export const changedWorkPattern = newWorkPattern.partial();
export type WorkPatternBody = z.output<typeof changedWorkPattern>;

export const workPatternAnswer = z
  .strictObject({
    ...recordFields,
    name: z.string(),
    cycle_weeks: z.int(),
    anchor_monday: isoDate,
    days: z.array(
      z.strictObject({
        week: z.int(),
        weekday: z.int(),
        minutes: z.int(),
        intervals: z.array(z.strictObject({ start: z.string(), end: z.string() })).nullable(),
      }),
    ),
  })
  .meta({ id: 'WorkPattern' });

export const newPersonWorkPattern = z.strictObject({
  work_pattern_id: uuid,
  starts_on: isoDate,
  ends_on: isoDate.nullable().optional(),
});
export const changedPersonWorkPattern = newPersonWorkPattern.partial();
export type PersonWorkPatternBody = z.output<typeof changedPersonWorkPattern>;

export const personWorkPatternAnswer = z
  .strictObject({
    ...recordFields,
    person_id: uuid,
    work_pattern_id: uuid,
    starts_on: isoDate,
    ends_on: isoDate.nullable(),
  })
  .meta({ id: 'PersonWorkPattern' });
