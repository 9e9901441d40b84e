/**
 * Our count of a month against the payroll's own, with a reason for each day of difference: what only we know (decisions,
 * corrections, what goes on), then dates that another set of rules would count otherwise, then what nothing explains.
 * Example: we have 18, the payroll 20, two dates were half days: `half_day` -2.
 */
import type { IsoDate } from '../../shared/calendar-dates';
import type { VoucherDay, VoucherReason, VoucherRow } from './vouchers.types';

export const differenceCodes = [
  'not_in_payroll',
  'account_not_linked',
  'override',
  'correction',
  'carried_over',
  'half_day',
  'below_minimum',
  'remote',
  'not_eligible',
  'no_policy',
  'absence_that_counts',
  'part_day_absence',
  'unexplained',
] as const;
export type DifferenceCode = (typeof differenceCodes)[number];

/** `days` of the difference, signed, that this may explain, and the dates it is about. */
export interface DifferenceReason {
  code: DifferenceCode;
  days: number;
  dates: IsoDate[];
}

/** Dates that we do not count and others might, the likeliest first. */
const uncounted: readonly VoucherReason[] = ['half_day', 'below_minimum', 'remote', 'not_eligible', 'no_policy'];

/** The reasons of `row.days - payroll`; their days sum to it exactly. `payroll` null: the payroll has no count for the person. */
export function differenceReasons(row: VoucherRow, payroll: number | null): DifferenceReason[] {
  if (payroll === null) return row.days === 0 ? [] : [{ code: 'not_in_payroll', days: row.days, dates: [] }];
  const corrections = row.corrections.reduce((sum, line) => sum + line.days, 0);
  const known: DifferenceReason[] = [
    { code: 'override', days: row.overrideDays, dates: datesOf(row, (part) => part.days !== part.ruleDays) },
    {
      code: 'correction',
      days: corrections,
      dates: row.corrections.flatMap(({ changes }) => changes.map((one) => one.date)),
    },
    { code: 'carried_over', days: -row.carriedOver, dates: [] },
  ];
  const rest = row.ruleDays - payroll;
  return [...known.filter(({ days }) => days !== 0), ...restReasons(row, rest)];
}

function restReasons(row: VoucherRow, rest: number): DifferenceReason[] {
  const sign = Math.sign(rest);
  let open = Math.abs(rest);
  const reasons: DifferenceReason[] = [];
  for (const { code, dates } of rest < 0 ? whatOthersMayCount(row) : whatOthersMayNotCount(row)) {
    const days = Math.min(open, dates.length);
    if (days > 0) reasons.push({ code, days: sign * days, dates });
    open -= days;
  }
  return open === 0 ? reasons : [...reasons, { code: 'unexplained', days: sign * open, dates: [] }];
}

function whatOthersMayCount(row: VoucherRow): { code: DifferenceCode; dates: IsoDate[] }[] {
  return uncounted.map((code) => ({
    code: code as DifferenceCode,
    dates: datesOf(row, (part) => part.ruleDays === 0 && part.reason === code),
  }));
}

function whatOthersMayNotCount(row: VoucherRow): { code: DifferenceCode; dates: IsoDate[] }[] {
  const withCause = (isIt: (kind: string) => boolean): IsoDate[] =>
    datesOf(row, (part) => part.ruleDays === 1 && part.causes.some(({ kind }) => isIt(kind)));
  return [
    { code: 'absence_that_counts', dates: withCause((kind) => kind === 'absence_that_counts') },
    { code: 'part_day_absence', dates: withCause((kind) => kind === 'absence' || kind === 'remote') },
  ];
}

function datesOf({ parts }: VoucherRow, isIt: (part: VoucherDay) => boolean): IsoDate[] {
  return parts.filter(isIt).map(({ date }) => date);
}
