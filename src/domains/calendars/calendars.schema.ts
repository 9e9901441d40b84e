/** Shapes of calendars and holidays (v9; READINGS 2, 17, 22). */
import { z } from 'zod';
import { hours, isoDate, recordFields, uuid } from '../../http/schemas';
import { holidayKinds, holidayParts, holidaySources } from './calendars.types';
import { weekdays } from './workweek.rules';

const DAY_HOURS = 24;
/** Years in one generation. */
const MOST_YEARS = 20;

/** Hours by weekday in a body. */
export const workweek = z
  .strictObject(
    Object.fromEntries(weekdays.map((day) => [day, hours(DAY_HOURS)])) as Record<
      (typeof weekdays)[number],
      z.ZodNumber
    >,
  )
  .partial()
  .meta({ description: 'Hours per weekday; a missing one is 0.' });

/** All seven weekdays in an answer. */
export const workweekAnswer = z.record(z.enum(weekdays), z.number());

export const newCalendar = z.strictObject({
  name: z.string().trim().min(1).max(200),
  workweek: workweek
    .nullable()
    .optional()
    .describe('Hours per weekday, a missing one 0; null: the organisation’s workweek.'),
});
export const changedCalendar = newCalendar.partial();
export type CalendarBody = z.output<typeof changedCalendar>;

export const calendarAnswer = z
  .strictObject({
    ...recordFields,
    name: z.string(),
    workweek: workweekAnswer.nullable().describe('Null: the organisation’s workweek.'),
  })
  .meta({ id: 'Calendar' });

export const newHoliday = z.strictObject({
  date: isoDate,
  label: z.string().trim().min(1).max(200),
  is_full_day: z.boolean().nullable().optional().describe('False needs `part` or `hours`.'),
  hours: hours(DAY_HOURS)
    .nullable()
    .optional()
    .describe('The last so many hours worked that day are off; not beside `part`.'),
  part: z.enum(holidayParts).nullable().optional().describe('What of the day is off; default `full`.'),
  kind: z.enum(holidayKinds).optional().describe('Shown; makes no difference to the figures. Default `public`.'),
});
export const changedHoliday = newHoliday.partial();
export type HolidayBody = z.output<typeof changedHoliday>;

export const holidayAnswer = z
  .strictObject({
    ...recordFields,
    calendar_id: uuid,
    date: isoDate,
    label: z.string(),
    part: z.enum(holidayParts).nullable().describe('Null where `hours` says what is off.'),
    is_full_day: z.boolean(),
    hours: z.number().nullable(),
    kind: z.enum(holidayKinds),
    source: z.enum(holidaySources),
  })
  .meta({ id: 'Holiday' });

const year = z.int().min(1900).max(2200);
export const holidayFilter = { year: z.coerce.number().int().min(1900).max(2200).optional() };

export const generateBody = z.strictObject({
  country: z
    .string()
    .trim()
    .toUpperCase()
    .regex(/^[A-Z]{2}$/, 'two capital letters, ISO 3166-1'),
  region: z
    .string()
    .max(20)
    .nullable()
    .optional()
    .describe('Of a country whose regions have holidays of their own: `57` of FR, `BY` of DE.'),
  years: z.array(year).min(1).max(MOST_YEARS),
});
export const generateAnswer = z.strictObject({
  added: z.int().min(0),
  kept: z.int().min(0).describe('Days the calendar was given before; moved, edited and deleted ones stay as they are.'),
});
