/** Months as `YYYY-MM`. */
import type { IsoDate } from '../../shared/calendar-dates';

/** Months that a range touches. @example 2026-01-31 to 2026-02-01 is 2026-01 to 2026-02 */
export function monthsOf({ from, to }: { from: IsoDate; to: IsoDate }): { first: string; last: string } {
  return { first: from.slice(0, 7), last: to.slice(0, 7) };
}

/** @example monthAfter('2026-12') is '2027-01' */
export function monthAfter(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number, 1)).toISOString().slice(0, 7);
}
