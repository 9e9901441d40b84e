/** Absences and their types as they are answered: for those without the right, an absence has neither type nor notes. */
import { withRecordFields } from '../../shared/record-fields';
import { hoursOfMinutes } from '../../shared/wire-hours';
import { maySeeReason, maySeeType, type AbsenceAudience } from './absences.policy';
import type { Absence, AbsenceType } from './absences.types';

/** What the type of a masked absence is called (READINGS 21). */
export const MASKED_TYPE = 'absence';

/** `typeKey` is the key of the absence's type, `approvalId` the request for approval that runs about it. */
export function presentAbsence(
  absence: Absence,
  { typeKey, approvalId }: { typeKey: string; approvalId: string | null },
  audience: AbsenceAudience,
): object {
  return withRecordFields(absence, {
    person_id: absence.personId,
    start_date: absence.startDate,
    end_date: absence.endDate,
    type: maySeeType(audience, absence.personId) ? typeKey : MASKED_TYPE,
    starts_at: absence.startsAt,
    ends_at: absence.endsAt,
    hours_per_day: absence.minutesPerDay === null ? null : hoursOfMinutes(absence.minutesPerDay),
    status: absence.status,
    approval_id: approvalId,
    notes: maySeeReason(audience, absence.personId) ? absence.notes : null,
    source: absence.source,
  });
}

/** A type by itself says nothing about anybody. */
export function presentAbsenceType(type: AbsenceType): object {
  return withRecordFields(type, {
    key: type.key,
    label: type.label,
    is_time_off: type.isTimeOff,
    color: type.color,
  });
}
