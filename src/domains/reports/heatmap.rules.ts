/**
 * The heat map: net, firm, tentative and over minutes of each person or team by day, ISO week or month. Over is that of each
 * person-day by itself, summed. Example: Monday 420 net 480 firm, Tuesday 420 net 300 firm is [840, 780, 0, 60].
 */
import type { DayRange } from '../capacity/capacity.types';
import type { LoadColumns, TeamSpell } from './reports.types';
import { byName, spellsByPerson, teamsOn } from './utilization.rules';

export type HeatCell = [netMinutes: number, firmMinutes: number, tentativeMinutes: number, overMinutes: number];

/** A cell for each period; `id` null: people of no team. */
export interface HeatRow {
  id: string | null;
  name: string;
  cells: HeatCell[];
}

/** A row for each person of `names`, by name, then id. */
export function heatByPerson(
  ledgers: ReadonlyMap<string, LoadColumns>,
  names: ReadonlyMap<string, string>,
  periods: readonly DayRange[],
): HeatRow[] {
  const origin = periods[0]?.from ?? 0;
  const rows: HeatRow[] = [];
  for (const [id, columns] of ledgers) {
    const cells = periods.map(({ from, to }) => {
      const cell: HeatCell = [0, 0, 0, 0];
      for (let index = from - origin; index < to - origin; index += 1) addDay(cell, columns, index);
      return cell;
    });
    rows.push({ id, name: names.get(id) ?? '', cells });
  }
  return rows.sort(byName);
}

/** A row for each team over its people's days of membership, then one of people of no team where they have any minute. */
export function heatByTeam(
  ledgers: ReadonlyMap<string, LoadColumns>,
  teams: { names: ReadonlyMap<string, string>; spells: readonly TeamSpell[] },
  periods: readonly DayRange[],
): HeatRow[] {
  const origin = periods[0]?.from ?? 0;
  const rows = new Map([...teams.names.keys()].map((id) => [id, emptyCells(periods)]));
  const none = emptyCells(periods);
  const spellsOf = spellsByPerson(teams.spells);
  for (const [personId, columns] of ledgers) {
    const own = (spellsOf.get(personId) ?? []).filter((spell) => rows.has(spell.teamId));
    for (const [period, { from, to }] of periods.entries()) {
      for (let day = from; day < to; day += 1) {
        const cells = own.length === 0 ? [] : teamsOn(own, day).map((id) => rows.get(id)?.[period]);
        for (const cell of cells.length === 0 ? [none[period]] : cells) addDay(cell, columns, day - origin);
      }
    }
  }
  const named: HeatRow[] = [...rows].map(([id, cells]) => ({ id, name: teams.names.get(id) ?? '', cells }));
  const isEmpty = none.every((cell) => cell.every((minutes) => minutes === 0));
  return [...named.sort(byName), ...(isEmpty ? [] : [{ id: null, name: 'No team', cells: none }])];
}

function emptyCells(periods: readonly DayRange[]): HeatCell[] {
  return periods.map(() => [0, 0, 0, 0]);
}

function addDay(cell: HeatCell | undefined, { net, firm, tentative }: LoadColumns, index: number): void {
  if (cell === undefined) return;
  const netMinutes = net[index] ?? 0;
  const firmMinutes = firm[index] ?? 0;
  cell[0] += netMinutes;
  cell[1] += firmMinutes;
  cell[2] += tentative[index] ?? 0;
  if (firmMinutes > netMinutes) cell[3] += firmMinutes - netMinutes;
}
