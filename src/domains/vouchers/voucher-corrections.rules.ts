/**
 * What closed months hand on to the first open month after them. Example: October is closed with 20 days, then two of them
 * become sick leave: November gets a line of -2 for October. With 1 day of its own November is 0, and -1 goes on to December.
 */
import type { CorrectionLine, VoucherChange, VoucherDay, VoucherRow } from './vouchers.types';

/** What a person was given for a closed month; without a row: nothing. */
export interface ClosedRow {
  /** `YYYY-MM`. */
  month: string;
  carriedOver: number;
  /** Dates and their vouchers when the month was closed. */
  daysByDate: ReadonlyMap<string, number>;
  /** Lines that this month settled for months before it. */
  corrections: readonly CorrectionLine[];
}

/**
 * The lines that `months` (closed ones in a row) still owe or are owed, given the rows of these months and the days as they are
 * now. What a later closed month has settled is not settled again, so that a line is in one month only.
 */
export function openCorrections(
  months: readonly string[],
  rows: readonly ClosedRow[],
  now: readonly VoucherDay[],
): CorrectionLine[] {
  const settled = rows.flatMap((row) => row.corrections);
  return months.flatMap((month) => {
    const row = rows.find((one) => one.month === month);
    const lines = settled.filter((line) => line.month === month);
    const days = now.filter(({ date }) => date.startsWith(month));
    return [...recountLine(month, { row, lines, days }), ...carriedLine(month, row, lines)];
  });
}

function recountLine(
  month: string,
  known: { row: ClosedRow | undefined; lines: readonly CorrectionLine[]; days: readonly VoucherDay[] },
): CorrectionLine[] {
  const given = new Map(known.row?.daysByDate);
  for (const { date, before, after } of known.lines.flatMap((line) => line.changes)) {
    given.set(date, (given.get(date) ?? 0) + after - before);
  }
  const changes = known.days.flatMap(({ date, days, reason }): VoucherChange[] => {
    const before = given.get(date) ?? 0;
    return before === days ? [] : [{ date, before, after: days, reason }];
  });
  if (changes.length === 0) return [];
  return [{ month, kind: 'recount', days: sum(changes.map(({ before, after }) => after - before)), changes }];
}

function carriedLine(month: string, row: ClosedRow | undefined, lines: readonly CorrectionLine[]): CorrectionLine[] {
  const done = sum(lines.filter(({ kind }) => kind === 'carried').map(({ days }) => days));
  const rest = (row?.carriedOver ?? 0) - done;
  return rest === 0 ? [] : [{ month, kind: 'carried', days: rest, changes: [] }];
}

/** A person's month: the days of their own, and the corrections, never below 0. @example 1 day and -2: 0, and -1 goes on */
export function voucherRow(
  who: { personId: string; matricule: string | null },
  parts: VoucherDay[],
  corrections: CorrectionLine[],
): VoucherRow {
  const ruleDays = sum(parts.map((part) => part.ruleDays));
  const overrideDays = sum(parts.map((part) => part.days - part.ruleDays));
  const due = ruleDays + overrideDays + sum(corrections.map((line) => line.days));
  return { ...who, days: Math.max(0, due), ruleDays, overrideDays, carriedOver: Math.min(0, due), parts, corrections };
}

/** The months in a row right before `month` that are closed, the earliest first. @example of October closed and November: ['2026-10'] */
export function closedRunBefore(month: string, closed: ReadonlySet<string>): string[] {
  const run: string[] = [];
  for (let before = monthBefore(month); closed.has(before); before = monthBefore(before)) run.unshift(before);
  return run;
}

function monthBefore(month: string): string {
  const [year, number] = [Number(month.slice(0, 4)), Number(month.slice(5, 7))];
  return number === 1 ? `${String(year - 1)}-12` : `${String(year)}-${String(number - 1).padStart(2, '0')}`;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
