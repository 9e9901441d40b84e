/** Shapes of absences (v9, with half days and a status) and of their types. */
import { z } from 'zod';
import { hours, isoDate, recordFields, uuid } from '../../http/schemas';
import { absenceEnds, absenceSources, absenceStarts, absenceStatuses } from './absences.types';

const DAY_HOURS = 24;
const key = z.string().trim().min(1).max(100);

export const newAbsence = z.strictObject({
  person_id: uuid,
  start_date: isoDate,
  end_date: isoDate,
  type: key,
  starts_at: z.enum(absenceStarts).optional(),
  ends_at: z.enum(absenceEnds).optional(),
  hours_per_day: hours(DAY_HOURS).min(0.01).nullable().optional(),
  status: z.enum(absenceStatuses).optional(),
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
    type: z.string(),
    starts_at: z.enum(absenceStarts),
    ends_at: z.enum(absenceEnds),
    hours_per_day: z.number().nullable(),
    status: z.enum(absenceStatuses),
    /** Of the request for approval that runs about it; null = its status is decided by hand. */
    approval_id: uuid.nullable(),
    notes: z.string().nullable(),
    source: z.enum(absenceSources),
  })
  .meta({ id: 'Absence' });

export const absenceFilter = {
  person_id: uuid.optional(),
  from: isoDate.optional(),
  to: isoDate.optional(),
  status: z.enum(absenceStatuses).optional(),
};
export type AbsenceFilter = z.output<z.ZodObject<typeof absenceFilter>>;

export const newAbsenceType = z.strictObject({
  key,
  label: z.string().trim().min(1).max(200),
  is_time_off: z.boolean().optional(),
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
