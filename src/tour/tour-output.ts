/** How the tour prints: numbered steps, aligned lines. */
import type { DayFigures, Impact, Report } from './tour-client';

const MINUTES_PER_HOUR = 60;
const NAME_WIDTH = 26;

export type Print = (line: string) => void;

/** @example asHours(450) === '7 h 30' */
export function asHours(minutes: number): string {
  const [sign, whole] = [minutes < 0 ? '-' : '', Math.abs(minutes)];
  return `${sign}${String(Math.floor(whole / MINUTES_PER_HOUR))} h ${String(whole % MINUTES_PER_HOUR).padStart(2, '0')}`;
}

/** One line per day: net, firm and over. */
export function dayLines(days: readonly DayFigures[]): string[] {
  const name = (date: string) =>
    new Date(`${date}T00:00:00Z`).toLocaleDateString('en-GB', { weekday: 'short', timeZone: 'UTC' });
  return days.map(
    (day) =>
      `${name(day.date)} ${day.date}   net ${asHours(day.net_minutes).padStart(7)}   firm ${asHours(day.firm_minutes).padStart(7)}   over ${asHours(day.over_minutes).padStart(7)}`,
  );
}

/** What a write does, in one line per fact. */
export function impactLines({ days_changed, conflicts, totals }: Impact): string[] {
  const moved = (name: 'net_minutes' | 'firm_minutes') =>
    `${asHours(totals.before[name])} -> ${asHours(totals[name])} (${signed(totals[name] - totals.before[name])} min)`;
  const counts = `${String(conflicts.opened.length)} opened, ${String(conflicts.changed.length)} changed, ${String(conflicts.closed.length)} closed`;
  return [
    `days changed  ${String(days_changed)}`,
    `firm          ${moved('firm_minutes')}`,
    `net           ${moved('net_minutes')}`,
    `conflicts     ${counts}`,
  ];
}

/** A row of the report before and after, as one line. */
export function reportLine(name: string, before: Report['totals'], after: Report['totals']): string {
  const rate = (row: Report['totals']) =>
    row.utilization === null ? '-' : `${(row.utilization * 100).toFixed(1).padStart(5)} %`;
  const difference = `${signed(after.firm_minutes - before.firm_minutes)} min`;
  return `${name.padEnd(NAME_WIDTH)} firm ${String(before.firm_minutes).padStart(6)} -> ${String(after.firm_minutes).padStart(6)} min (${difference.padStart(9)})   utilization ${rate(before)} -> ${rate(after)}`;
}

/** @example signed(5) === '+5' */
export function signed(value: number): string {
  return value > 0 ? `+${String(value)}` : String(value);
}
