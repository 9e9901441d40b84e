/** Dates of the demo, relative to today. Week 0 is this ISO week. */
import { addDays, fromEpochDay, mondayOf, toEpochDay, type IsoDate } from '../shared/calendar-dates';

export interface DemoDates {
  today: IsoDate;
  /** The date of a weekday (0 = Monday) of a week. @example on a Wednesday, `day(0, 2)` is today */
  day: (week: number, weekday?: number) => IsoDate;
  /** First date of the month that many months from now. */
  monthStart: (months: number) => IsoDate;
  years: readonly [last: number, present: number, next: number];
}

/** Dates around `now`, by UTC date. */
export function demoDates(now: Date): DemoDates {
  const today = now.toISOString().slice(0, 10);
  const monday = fromEpochDay(mondayOf(toEpochDay(today)));
  const year = now.getUTCFullYear();
  return {
    today,
    day: (week, weekday = 0) => addDays(monday, week * 7 + weekday),
    monthStart: (months) => new Date(Date.UTC(year, now.getUTCMonth() + months, 1)).toISOString().slice(0, 10),
    years: [year - 1, year, year + 1],
  };
}

/** A generator of numbers in [0, 1) that gives the same row for the same seed (mulberry32, public domain). */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
