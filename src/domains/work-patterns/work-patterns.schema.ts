/** Bodies and answers of work patterns and their assignments. */
import { z } from 'zod';
import { isoDate, recordFields, uuid } from '../../http/schemas';

const startTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
const endTime = z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/);

const patternDay = z.strictObject({
  week: z.int().min(1).max(52).describe('Of the cycle, from 1.'),
  weekday: z.int().min(1).max(7).describe('1 = Monday … 7 = Sunday.'),
  minutes: z.int().min(0).max(1_440).nullable().optional().describe('Worked that day; or give `intervals`.'),
  intervals: z
    .array(z.strictObject({ start: startTime, end: endTime }))
    .min(1)
    .max(24)
    .nullable()
    .optional()
    .describe('Clock times `HH:MM`; an end before its start is on the next day, `24:00` may end one.'),
});

export const newWorkPattern = z.strictObject({
  name: z.string().trim().min(1).max(200),
  cycle_weeks: z.int().min(1).max(52).describe('Weeks until it repeats.'),
  anchor_monday: isoDate.describe('A Monday on which week 1 starts; the cycle runs before it too.'),
  days: z.array(patternDay).max(364).describe('A day that is missing is a day off.'),
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
  ends_on: isoDate
    .nullable()
    .optional()
    .describe('Last day; null: until another open one starts. A bounded span lies on top of an open one.'),
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
