/** Parameters of a report: resolved for one run, and in the one spelling by which runs of the same figures find each other. */
import type { IsoDate } from '../../shared/calendar-dates';
import { rangeOf, type ReportPeriod } from './report-periods.rules';
import type { ScheduledReport } from './report-schedules.types';

/**
 * The parameters with dates in place of a period.
 * @param date of the run in the schedule's time zone
 * @example month-grid of `{ period: 'last_month' }` on 2027-01-04 is `{ year: 2026, month: 12 }`
 */
export function resolveParameters(
  report: ScheduledReport,
  parameters: Readonly<Record<string, unknown>>,
  date: IsoDate,
): Record<string, unknown> {
  const { period, ...rest } = parameters;
  if (period === undefined) return rest;
  const { from, to } = rangeOf(period as ReportPeriod, date);
  if (report !== 'month-grid') return { ...rest, from, to };
  return { ...rest, year: Number(from.slice(0, 4)), month: Number(from.slice(5, 7)) };
}

/** The same text for the same parameters, in whatever order they come and whether or not absent ones are named. */
export function parametersKey(parameters: Readonly<Record<string, unknown>>): string {
  const given = Object.entries(parameters).filter(([, value]) => value !== undefined && value !== null);
  return JSON.stringify(Object.fromEntries(given.sort(([a], [b]) => (a < b ? -1 : 1))));
}
