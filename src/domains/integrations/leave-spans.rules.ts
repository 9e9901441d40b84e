/** Half-day bounds of the providers as ours. */
import { addDays, type IsoDate } from '../../shared/calendar-dates';
import type { LeaveSpan } from './provider-records.types';

export type Moment = 'beginning-of-day' | 'middle-of-day' | 'end-of-day';

export interface MomentOfDate {
  date: IsoDate;
  moment: Moment;
}

/**
 * Payfit: a start at the end of a day takes nothing of it, an end at the beginning of one neither; null when nothing is left.
 * @example 4 March beginning to 4 March middle is one morning
 * @example 4 March middle to 5 March middle is the afternoon of the 4th and the morning of the 5th
 */
export function spanOfMoments(start: MomentOfDate, end: MomentOfDate): LeaveSpan | null {
  const [startDate, startsAt] =
    start.moment === 'end-of-day'
      ? [addDays(start.date, 1), 'beginning_of_day' as const]
      : [start.date, start.moment === 'middle-of-day' ? ('middle_of_day' as const) : ('beginning_of_day' as const)];
  const [endDate, endsAt] =
    end.moment === 'beginning-of-day'
      ? [addDays(end.date, -1), 'end_of_day' as const]
      : [end.date, end.moment === 'middle-of-day' ? ('middle_of_day' as const) : ('end_of_day' as const)];
  return orNothing({ startDate, startsAt, endDate, endsAt });
}

export type DayPart = 'full' | 'am' | 'pm';

/**
 * Gryzzly: on one date both parts must agree on what is taken; over several, a start `pm` leaves out the first morning and an
 * end `am` the last afternoon. A start `am` over several dates takes the whole first day.
 * @example 4 March am to 4 March am is one morning; full to pm on one date is the afternoon
 */
export function spanOfDayParts(
  start: { date: IsoDate; part: DayPart },
  end: { date: IsoDate; part: DayPart },
): LeaveSpan | null {
  const startsAt = startsInAfternoon(start, end) ? ('middle_of_day' as const) : ('beginning_of_day' as const);
  const endsAt = endsInMorning(start, end) ? ('middle_of_day' as const) : ('end_of_day' as const);
  return orNothing({ startDate: start.date, startsAt, endDate: end.date, endsAt });
}

function startsInAfternoon(start: { date: IsoDate; part: DayPart }, end: { date: IsoDate; part: DayPart }): boolean {
  return start.part === 'pm' || (start.date === end.date && start.part === 'full' && end.part === 'pm');
}

function endsInMorning(start: { date: IsoDate; part: DayPart }, end: { date: IsoDate; part: DayPart }): boolean {
  return end.part === 'am' || (start.date === end.date && end.part === 'full' && start.part === 'am');
}

function orNothing(span: LeaveSpan): LeaveSpan | null {
  if (span.startDate > span.endDate) return null;
  const isEmptyDay =
    span.startDate === span.endDate && span.startsAt === 'middle_of_day' && span.endsAt === 'middle_of_day';
  return isEmptyDay ? null : span;
}
