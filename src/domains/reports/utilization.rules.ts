/**
 * Utilization = Σ firm / Σ net over the same people and days in both terms (PRODUCT.md §2): a group's rate is sum by sum,
 * never a mean of rates. Example: 1,680 firm on 2,100 net minutes is 0.8.
 */
import type { EpochDay } from '../../shared/calendar-dates';
import type { FigureColumns } from '../capacity/capacity.types';
import { ledgerFigures } from '../capacity/capacity.types';
import type { FigureSums, TeamSpell, UtilizationRow } from './reports.types';

/** A ratio with six decimals; null when there is no net minute. */
export function utilizationOf(sums: Pick<FigureSums, 'firm' | 'net'>): number | null {
  return sums.net === 0 ? null : Math.round((sums.firm / sums.net) * 1_000_000) / 1_000_000;
}

/** All figures at zero. */
export function emptySums(): FigureSums {
  return { nominal: 0, holiday: 0, absence: 0, net: 0, firm: 0, tentative: 0, worked: 0, over: 0 };
}

/** Adds the days of `[start, end)` (indexes into the columns) to `sums`. */
export function addDays(
  sums: FigureSums,
  columns: FigureColumns,
  { start, end }: { start: number; end: number },
): void {
  for (const figure of ledgerFigures) {
    const column = columns[figure];
    let total = 0;
    for (let index = start; index < end; index += 1) total += column[index] ?? 0;
    sums[figure] += total;
  }
}

/** Every person-day once. */
export function totalOf(ledgers: ReadonlyMap<string, FigureColumns>): FigureSums {
  const sums = emptySums();
  for (const columns of ledgers.values()) addDays(sums, columns, { start: 0, end: columns.net.length });
  return sums;
}

/** A row for each person, ordered by name, then id. */
export function byPerson(
  ledgers: ReadonlyMap<string, FigureColumns>,
  names: ReadonlyMap<string, string>,
): UtilizationRow[] {
  const rows = [...ledgers].map(([id, columns]) => {
    const sums = emptySums();
    addDays(sums, columns, { start: 0, end: columns.net.length });
    return { id, name: names.get(id) ?? '', sums };
  });
  return rows.sort(byName);
}

/**
 * A row for each team over its days of membership (inclusive), and a row `id: null` for person-days without a team. A
 * person of two teams counts in both.
 */
export function byTeam(
  ledgers: ReadonlyMap<string, FigureColumns>,
  teams: { names: ReadonlyMap<string, string>; spells: readonly TeamSpell[] },
  from: number,
): UtilizationRow[] {
  const rows = new Map<string, FigureSums>([...teams.names.keys()].map((id) => [id, emptySums()]));
  const none = emptySums();
  const spellsOf = spellsByPerson(teams.spells);
  for (const [personId, columns] of ledgers) {
    const covered = new Uint8Array(columns.net.length);
    for (const spell of spellsOf.get(personId) ?? []) {
      const start = Math.max(0, spell.from - from);
      const end = Math.min(columns.net.length, spell.to - from);
      const sums = rows.get(spell.teamId);
      if (sums === undefined || start >= end) continue;
      addDays(sums, columns, { start, end });
      covered.fill(1, start, end);
    }
    for (let index = 0; index < covered.length; index += 1) {
      if (covered[index] === 0) addDays(none, columns, { start: index, end: index + 1 });
    }
  }
  const named = [...rows].map(([id, sums]) => ({ id, name: teams.names.get(id) ?? '', sums })).sort(byName);
  return none.nominal + none.firm + none.tentative + none.worked === 0
    ? named
    : [...named, { id: null, name: 'No team', sums: none }];
}

/** Everybody's memberships, in the order given. */
export function spellsByPerson(spells: readonly TeamSpell[]): Map<string, TeamSpell[]> {
  const groups = new Map<string, TeamSpell[]>();
  for (const spell of spells) {
    const own = groups.get(spell.personId);
    if (own === undefined) groups.set(spell.personId, [spell]);
    else own.push(spell);
  }
  return groups;
}

/** The teams whose spells cover the day, each once. */
export function teamsOn(spells: readonly TeamSpell[], day: EpochDay): string[] {
  const ids = spells.filter((spell) => spell.from <= day && day < spell.to).map((spell) => spell.teamId);
  return ids.length < 2 ? ids : [...new Set(ids)];
}

/** Made once: `localeCompare` would look for it at each call. */
const alphabet = new Intl.Collator();

/** Orders rows by name, then id, the row without an id last. */
export function byName(a: Pick<UtilizationRow, 'id' | 'name'>, b: Pick<UtilizationRow, 'id' | 'name'>): number {
  if (a.id === null || b.id === null) return Number(a.id === null) - Number(b.id === null);
  return alphabet.compare(a.name, b.name) || (a.id < b.id ? -1 : 1);
}
