/**
 * Capacity against load by team over weeks or months: `gap = Σ net − Σ firm` of the same person-days. A team has its people's
 * days of membership (READINGS 35). Example: two people of 2,100 net, one booked 2,520: gap 1,680.
 */
import { fromEpochDay, mondayOf, toEpochDay, type EpochDay } from '../../shared/calendar-dates';
import type { DayRange } from '../capacity/capacity.types';
import type { LoadColumns, TeamSpell } from './reports.types';
import { byName, spellsByPerson } from './utilization.rules';

export const granularities = ['week', 'month'] as const;
export type Granularity = (typeof granularities)[number];
export const fineGranularities = ['day', 'week', 'month'] as const;

/** Sums of one team over `[start, end)`. */
export interface PeriodLoad {
  start: EpochDay;
  end: EpochDay;
  netMinutes: number;
  firmMinutes: number;
  tentativeMinutes: number;
}

/** `id` null: people of no team. */
export interface TeamLoad {
  id: string | null;
  name: string;
  periods: PeriodLoad[];
}

/** Days, ISO weeks or months that cover the range, the first and last cut to it. */
export function periodsOf(range: DayRange, granularity: (typeof fineGranularities)[number]): DayRange[] {
  const periods: DayRange[] = [];
  for (let from = range.from; from < range.to;) {
    const to = Math.min(range.to, nextPeriod(from, granularity));
    periods.push({ from, to });
    from = to;
  }
  return periods;
}

/** A row for each team, by name, then people of no team where they have any minute. */
export function loadByTeam(
  ledgers: ReadonlyMap<string, LoadColumns>,
  teams: { names: ReadonlyMap<string, string>; spells: readonly TeamSpell[] },
  request: { range: DayRange; granularity: Granularity },
): TeamLoad[] {
  const periods = periodsOf(request.range, request.granularity);
  const rows = new Map([...teams.names.keys()].map((id) => [id, emptyRow(periods)]));
  const none = emptyRow(periods);
  const spellsOf = spellsByPerson(teams.spells);
  for (const [personId, columns] of ledgers) {
    const covered = new Uint8Array(columns.net.length);
    for (const spell of spellsOf.get(personId) ?? []) {
      const row = rows.get(spell.teamId);
      if (row === undefined) continue;
      addSpell(row, columns, { from: spell.from, to: spell.to, origin: request.range.from, covered });
    }
    addUncovered(none, columns, { origin: request.range.from, covered });
  }
  const named = [...rows].map(([id, row]) => ({ id, name: teams.names.get(id) ?? '', periods: row })).sort(byName);
  const isEmpty = none.every((one) => one.netMinutes + one.firmMinutes + one.tentativeMinutes === 0);
  return isEmpty ? named : [...named, { id: null, name: 'No team', periods: none }];
}

function emptyRow(periods: readonly DayRange[]): PeriodLoad[] {
  return periods.map(({ from, to }) => ({ start: from, end: to, netMinutes: 0, firmMinutes: 0, tentativeMinutes: 0 }));
}

function addSpell(
  row: readonly PeriodLoad[],
  columns: LoadColumns,
  spell: { from: EpochDay; to: EpochDay; origin: EpochDay; covered: Uint8Array },
): void {
  for (const period of row) {
    const last = Math.min(spell.to, period.end);
    for (let day = Math.max(spell.from, period.start); day < last; day += 1) {
      addDay(period, columns, day - spell.origin);
      spell.covered[day - spell.origin] = 1;
    }
  }
}

function addUncovered(
  row: readonly PeriodLoad[],
  columns: LoadColumns,
  { origin, covered }: { origin: EpochDay; covered: Uint8Array },
): void {
  for (const period of row) {
    for (let day = period.start; day < period.end; day += 1) {
      if (covered[day - origin] === 0) addDay(period, columns, day - origin);
    }
  }
}

function addDay(period: PeriodLoad, { net, firm, tentative }: LoadColumns, index: number): void {
  period.netMinutes += net[index] ?? 0;
  period.firmMinutes += firm[index] ?? 0;
  period.tentativeMinutes += tentative[index] ?? 0;
}

function nextPeriod(day: EpochDay, granularity: (typeof fineGranularities)[number]): EpochDay {
  switch (granularity) {
    case 'day':
      return day + 1;
    case 'week':
      return mondayOf(day) + 7;
    case 'month':
      return nextMonth(day);
  }
}

function nextMonth(day: EpochDay): EpochDay {
  const [year = 0, month = 0] = fromEpochDay(day).split('-').map(Number);
  const [nextYear, next] = month === 12 ? [year + 1, 1] : [year, month + 1];
  return toEpochDay(`${String(nextYear)}-${String(next).padStart(2, '0')}-01`);
}
