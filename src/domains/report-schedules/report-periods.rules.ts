/** Relative dates of scheduled reports, counted from the date of the run in the schedule's time zone (READINGS 45). */
import { addDays, fromEpochDay, mondayOf, toEpochDay, type IsoDate } from '../../shared/calendar-dates';

export const reportPeriods = [
  'last_week',
  'this_week',
  'last_month',
  'this_month',
  'next_4_weeks',
  'next_3_months',
] as const;
export type ReportPeriod = (typeof reportPeriods)[number];

/** Those that are one calendar month, which is all that the month grid shows. */
export const monthPeriods = ['last_month', 'this_month'] as const satisfies readonly ReportPeriod[];

/**
 * First and last date, both included. Weeks are ISO weeks and months calendar months; `next_4_weeks` are the 28 days and
 * `next_3_months` the three months that begin with `date` itself.
 * @example rangeOf('next_3_months', '2026-11-30') is 2026-11-30 to 2027-02-27, as 2027-02-28 begins the fourth month
 */
export function rangeOf(period: ReportPeriod, date: IsoDate): { from: IsoDate; to: IsoDate } {
  const monday = fromEpochDay(mondayOf(toEpochDay(date)));
  switch (period) {
    case 'last_week':
      return { from: addDays(monday, -7), to: addDays(monday, -1) };
    case 'this_week':
      return { from: monday, to: addDays(monday, 6) };
    case 'last_month':
      return { from: firstOfMonth(date, -1), to: addDays(firstOfMonth(date, 0), -1) };
    case 'this_month':
      return { from: firstOfMonth(date, 0), to: addDays(firstOfMonth(date, 1), -1) };
    case 'next_4_weeks':
      return { from: date, to: addDays(date, 27) };
    case 'next_3_months':
      return { from: date, to: addDays(sameDay(date, 3), -1) };
  }
}

function firstOfMonth(date: IsoDate, months: number): IsoDate {
  const first = new Date(`${date.slice(0, 7)}-01T00:00:00Z`);
  first.setUTCMonth(first.getUTCMonth() + months);
  return first.toISOString().slice(0, 10);
}

/** The same day so many months later, or the last of that month. */
function sameDay(date: IsoDate, months: number): IsoDate {
  const [first, next] = [firstOfMonth(date, months), firstOfMonth(date, months + 1)];
  const wanted = addDays(first, Number(date.slice(8)) - 1);
  return wanted < next ? wanted : addDays(next, -1);
}
