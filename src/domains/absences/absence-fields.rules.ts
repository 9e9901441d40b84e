/** Which combinations of dates, halves and hours make an absence (READINGS 16, 18). */
import { assertInOrder } from '../../shared/assert-in-order';
import { invalidField } from '../../shared/domain-error';
import type { AbsenceFields } from './absences.types';

/** @throws DomainError validation_failed on a reversed range, noon to noon of one date, or hours with half days */
export function assertAbsenceDates(
  fields: Pick<AbsenceFields, 'startDate' | 'endDate' | 'startsAt' | 'endsAt' | 'minutesPerDay'>,
): void {
  const { startDate, endDate, startsAt, endsAt, minutesPerDay } = fields;
  assertInOrder({ start_date: startDate, end_date: endDate });
  const startsAtNoon = startsAt === 'middle_of_day';
  const endsAtNoon = endsAt === 'middle_of_day';
  if (startDate === endDate && startsAtNoon && endsAtNoon) {
    throw invalidField('/ends_at', 'nothing_between', 'from the middle to the middle of the same day is nothing');
  }
  if (minutesPerDay !== null && (startsAtNoon || endsAtNoon)) {
    throw invalidField('/hours_per_day', 'hours_and_halves', 'hours_per_day does not go with half days');
  }
}
