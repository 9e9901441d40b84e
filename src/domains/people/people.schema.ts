/** Shapes of people (v9) and of the calendars they follow (API.md §3). */
import { z } from 'zod';
import { hours, isoDate, queryFlag, recordFields, uuid } from '../../http/schemas';
import { personSources } from './people.types';

const name = z.string().trim().min(1).max(200);
const text = z.string().max(500).nullable();
const WEEK_HOURS = 168;

export const newPerson = z.strictObject({
  full_name: name,
  active: z.boolean().optional().describe('Shown and filtered by; changes no figure.'),
  manager_id: uuid.nullable().optional().describe('The person they report to; as a manager that one may plan them.'),
  cost_center: text.optional(),
  location: text.optional(),
  weekly_hours_default: hours(WEEK_HOURS)
    .nullable()
    .optional()
    .describe(
      'Where no work pattern, capacity entry or engagement says otherwise; null: the workweek of the calendar. 0 is a value.',
    ),
  source: z.enum(personSources).optional().describe('Where the record comes from; default `manual`.'),
});
export const changedPerson = newPerson.partial();
export type PersonBody = z.output<typeof changedPerson>;

export const personAnswer = z
  .strictObject({
    ...recordFields,
    full_name: z.string(),
    active: z.boolean(),
    manager_id: uuid.nullable(),
    cost_center: z.string().nullable(),
    location: z.string().nullable(),
    weekly_hours_default: z.number().nullable(),
    source: z.enum(personSources),
  })
  .meta({ id: 'Person' });

export const personFilter = {
  q: z.string().max(200).optional().describe('Part of the name, in any case.'),
  active: queryFlag.optional(),
};
export interface PersonFilter {
  q?: string;
  active?: boolean;
}

export const newPersonCalendar = z.strictObject({
  calendar_id: uuid,
  starts_on: isoDate,
  ends_on: isoDate
    .nullable()
    .optional()
    .describe('Last day; null: until another open one starts. A bounded span lies on top of an open one.'),
});
export const changedPersonCalendar = newPersonCalendar.partial();
export type PersonCalendarBody = z.output<typeof changedPersonCalendar>;

export const personCalendarAnswer = z
  .strictObject({
    ...recordFields,
    person_id: uuid,
    calendar_id: uuid,
    starts_on: isoDate,
    ends_on: isoDate.nullable(),
  })
  .meta({ id: 'PersonCalendar' });
