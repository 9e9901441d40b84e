/** The days of a pattern, from the wire and back (READINGS 5). Pure. */
import { toEpochDay } from '../../shared/calendar-dates';
import { invalidField } from '../../shared/domain-error';
import { lengthOf, MINUTES_PER_DAY, readClockIntervals } from '../capacity/clock-intervals.rules';
import type { PatternDay, PatternInterval } from './work-patterns.types';

/** A day as it is sent: a length, or clock times. */
export interface SentDay {
  week: number;
  weekday: number;
  minutes?: number | null | undefined;
  intervals?: { start: string; end: string }[] | null | undefined;
}

/** 1970-01-05, counted from 1970-01-01: any Monday. */
const A_MONDAY = 4;

/** @throws DomainError validation_failed when the cycle is not counted from a Monday */
export function assertMonday(date: string): void {
  if ((toEpochDay(date) - A_MONDAY) % 7 !== 0) {
    throw invalidField('/anchor_monday', 'not_a_monday', 'anchor_monday is not a Monday');
  }
}

/** @throws DomainError validation_failed for a day beyond the cycle, or one that stands there twice */
export function assertCycle(days: readonly Pick<PatternDay, 'week' | 'weekday'>[], cycleWeeks: number): void {
  const seen = new Set<number>();
  for (const [index, { week, weekday }] of days.entries()) {
    const pointer = `/days/${String(index)}`;
    if (week > cycleWeeks) {
      throw invalidField(`${pointer}/week`, 'out_of_range', `the cycle has ${String(cycleWeeks)} weeks`);
    }
    const key = week * 7 + weekday;
    if (seen.has(key)) throw invalidField(pointer, 'duplicate', 'this day of the cycle is given twice');
    seen.add(key);
  }
}

/** @throws DomainError validation_failed when a day has both or neither of its forms, or clock times that cannot be */
export function readDays(days: readonly SentDay[]): PatternDay[] {
  return days.map((day, index) => readDay(day, `/days/${String(index)}`));
}

function readDay({ week, weekday, minutes, intervals }: SentDay, pointer: string): PatternDay {
  const length = minutes ?? null;
  const times = intervals ?? null;
  if (length !== null && times !== null) {
    throw invalidField(pointer, 'ambiguous', 'give either minutes or intervals');
  }
  if (times !== null) {
    const read = readTimes(times, pointer);
    return { week, weekday, minutes: lengthOf(read), intervals: read };
  }
  if (length === null) throw invalidField(pointer, 'required', 'give minutes or intervals');
  return { week, weekday, minutes: length, intervals: null };
}

function readTimes(times: readonly { start: string; end: string }[], pointer: string): PatternInterval[] {
  const reading = readClockIntervals(
    times.map(({ start, end }) => ({ startMinute: minuteOf(start), endMinute: minuteOf(end) })),
  );
  if ('problem' in reading) {
    const { index, problem } = reading;
    throw invalidField(`${pointer}/intervals/${String(index)}`, problem, `these clock times are wrong: ${problem}`);
  }
  if (lengthOf(reading.intervals) > MINUTES_PER_DAY) {
    throw invalidField(`${pointer}/intervals`, 'out_of_range', 'a day has at most 24 hours');
  }
  return reading.intervals;
}

/** @example minuteOf('09:30') === 570 */
export function minuteOf(time: string): number {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return hour * 60 + minute;
}

/** @example timeOf(1800) === '06:00', the next morning */
export function timeOf(minute: number): string {
  const within = minute % MINUTES_PER_DAY;
  return `${String(Math.floor(within / 60)).padStart(2, '0')}:${String(within % 60).padStart(2, '0')}`;
}

/** A day as it is answered; a midnight that ends an interval is 24:00. */
export function presentDay(day: PatternDay): object {
  return {
    week: day.week,
    weekday: day.weekday,
    minutes: day.minutes,
    intervals:
      day.intervals?.map(({ startMinute, endMinute }) => ({
        start: timeOf(startMinute),
        end: endMinute % MINUTES_PER_DAY === 0 ? '24:00' : timeOf(endMinute),
      })) ?? null,
  };
}
