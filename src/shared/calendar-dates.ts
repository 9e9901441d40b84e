/**
 * Calendar dates without instants or zones. On the wire and in PostgreSQL a date is `YYYY-MM-DD`; in the engine it is
 * an epoch day, the integer number of days since 1970-01-01 (a Thursday). Ranges in the engine are half-open `[from, to)`.
 */

/** `YYYY-MM-DD`, proleptic Gregorian, years 1900-2200. */
export type IsoDate = string;
/** Days since 1970-01-01. */
export type EpochDay = number;

/** The earliest and the latest date there is here. */
export const FIRST_DATE: IsoDate = '1900-01-01';
export const LAST_DATE: IsoDate = '2200-12-31';

const MS_PER_DAY = 86_400_000;
const ISO_DATE = /^\d{4}-\d{2}-\d{2}$/;

/** True for an existing date of the years 1900-2200: `2026-02-29` is false. */
export function isIsoDate(value: string): boolean {
  if (!ISO_DATE.test(value)) return false;
  return value >= FIRST_DATE && value <= LAST_DATE && fromEpochDay(toEpochDay(value)) === value;
}

/** @example toEpochDay('1970-01-02') === 1 */
export function toEpochDay(date: IsoDate): EpochDay {
  return Math.floor(
    Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)) - 1, Number(date.slice(8, 10))) / MS_PER_DAY,
  );
}

/** @example fromEpochDay(1) === '1970-01-02' */
export function fromEpochDay(day: EpochDay): IsoDate {
  return new Date(day * MS_PER_DAY).toISOString().slice(0, 10);
}

/** Monday = 0 … Sunday = 6. */
export function weekdayOf(day: EpochDay): number {
  return (((day + 3) % 7) + 7) % 7;
}

/** The Monday of the ISO week that holds `day`. */
export function mondayOf(day: EpochDay): EpochDay {
  return day - weekdayOf(day);
}

/** @example addDays('2026-02-28', 1) === '2026-03-01' */
export function addDays(date: IsoDate, days: number): IsoDate {
  return fromEpochDay(toEpochDay(date) + days);
}

/** `YYYY-MM` of a date. */
export function monthOf(date: IsoDate): string {
  return date.slice(0, 7);
}
