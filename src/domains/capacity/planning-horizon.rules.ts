/** Which weeks are kept ready. Outside of them figures are computed when they are read. */
import { addDays, fromEpochDay, mondayOf, toEpochDay, type IsoDate } from '../../shared/calendar-dates';
import type { DayRange } from './capacity.types';

/** Weeks kept ready before and after the present one. */
export const WEEKS_BEHIND = 26;
export const WEEKS_AHEAD = 78;
/** A longer range is cut to what is stored, booked or within the horizon. */
export const LONGEST_RANGE_DAYS = 1_100;

/** The horizon around today, inclusive dates, whole ISO weeks. */
export function planningHorizon(now: Date): { from: IsoDate; to: IsoDate } {
  const monday = fromEpochDay(mondayOf(toEpochDay(now.toISOString().slice(0, 10))));
  return { from: addDays(monday, -7 * WEEKS_BEHIND), to: addDays(monday, 7 * WEEKS_AHEAD + 6) };
}

/** True for a range that `rangeWithin` leaves as it is, whatever the bounds. */
export function isBounded(scope: { from: IsoDate; to: IsoDate | null }): boolean {
  return scope.to !== null && toEpochDay(scope.to) + 1 - toEpochDay(scope.from) <= LONGEST_RANGE_DAYS;
}

/** Inclusive dates as the engine's range; an open or very long one is cut to `bounds`. */
export function rangeWithin(scope: { from: IsoDate; to: IsoDate | null }, bounds: DayRange): DayRange {
  const from = toEpochDay(scope.from);
  const to = scope.to === null ? Math.max(bounds.to, from) : toEpochDay(scope.to) + 1;
  if (to - from <= LONGEST_RANGE_DAYS) return { from, to };
  const cut = { from: Math.max(from, bounds.from), to: Math.min(to, bounds.to) };
  return cut.from < cut.to ? cut : { from, to: from };
}
