/** Shapes of absences (v9, with half days and a status) and of their types. */
import { z } from 'zod';
import { hours, isoDate, recordFields, spanFilter, uuid } from '../../http/schemas';
import { absenceEnds, absenceSources, absenceStarts, absenceStatuses } from './absences.types';

const DAY_HOURS = 24;
const key = z.string().trim().min(1).max(100);

export const newAbsence = z.strictObject({
  person_id: uuid,
  start_date: isoDate,
  end_date: isoDate.describe('Last day.'),
  type: key.describe('`key` of an absence type; an unknown one is registered as time off.'),
  starts_at: z.enum(absenceStarts).optional().describe('On `start_date`; default `beginning_of_day`.'),
  ends_at: z.enum(absenceEnds).optional().describe('On `end_date`; default `end_of_day`.'),
  hours_per_day: hours(DAY_HOURS)
    .min(0.01)
    .nullable()
    .optional()
    .describe('Takes so many hours of each working day instead of whole days; not beside half days.'),
  status: z
    .enum(absenceStatuses)
    .optional()
    .describe('Only `approved` ones take minutes. Default `approved` for whoever may decide, else `requested`.'),
  notes: z.string().max(5_000).nullable().optional(),
});
export const changedAbsence = newAbsence.partial();
export type AbsenceBody = z.output<typeof changedAbsence>;

export const absenceAnswer = z
  .strictObject({
    ...recordFields,
    person_id: uuid,
    start_date: isoDate,
    end_date: isoDate,
    type: z.string().describe('`absence` where the reason is masked.'),
    starts_at: z.enum(absenceStarts),
    ends_at: z.enum(absenceEnds),
    hours_per_day: z.number().nullable(),
    status: z.enum(absenceStatuses),
    approval_id: uuid
      .nullable()
      .describe('The request for approval that runs about it; null: its status is decided by hand.'),
    notes: z.string().nullable().describe('Null where masked.'),
    source: z.enum(absenceSources),
  })
  .meta({ id: 'Absence' });

export const absenceFilter = {
  person_id: uuid.optional(),
  ...spanFilter,
  status: z.enum(absenceStatuses).optional(),
};
export type AbsenceFilter = z.output<z.ZodObject<typeof absenceFilter>>;

export const newAbsenceType = z.strictObject({
  key: key.describe('What absences name it by.'),
  label: z.string().trim().min(1).max(200),
  is_time_off: z.boolean().optional().describe('False, e.g. for remote work: it takes no minutes. Default true.'),
  color: z.string().max(50).nullable().optional(),
});
export const changedAbsenceType = newAbsenceType.partial();
export type AbsenceTypeBody = z.output<typeof changedAbsenceType>;

export const absenceTypeAnswer = z
  .strictObject({
    ...recordFields,
    key: z.string(),
    label: z.string(),
    is_time_off: z.boolean(),
    color: z.string().nullable(),
  })
  .meta({ id: 'AbsenceType' });
