/** Adds person-days up: by person, by date, by team and altogether. */
import type { EpochDay } from '../../shared/calendar-dates';
import {
  addGridDay,
  emptyGridSums,
  gridDay,
  OUTSIDE_TEAM,
  type GridColumns,
  type GridDay,
  type GridSums,
} from './month-grid.rules';
import type { TeamSpell } from './reports.types';
import { byName, spellsByPerson, teamsOn } from './utilization.rules';

/** A day for each date of the range. */
export interface GridPerson {
  id: string;
  name: string;
  days: GridDay[];
  sums: GridSums;
}

export interface GridResult {
  people: GridPerson[];
  /** Of each date, everybody's sums. */
  days: GridSums[];
  /** Days of membership only; somebody of two teams counts in both. */
  teams: { id: string; name: string; sums: GridSums }[];
  /** Every person-day once. */
  totals: GridSums;
}

/** The days `[from, to)`; `isOfTeam`: the spells are those of one team, and other days do not count. */
interface GridScope {
  from: EpochDay;
  to: EpochDay;
  spells: readonly TeamSpell[];
  isOfTeam: boolean;
}

/** Takes one person after the other, so that whoever feeds it can let others run in between. */
export class GridTally {
  readonly #people: GridPerson[] = [];
  readonly #days: GridSums[];
  readonly #teams = new Map<string, GridSums>();
  readonly #totals = emptyGridSums();
  readonly #spellsOf: Map<string, TeamSpell[]>;

  constructor(private readonly scope: GridScope) {
    this.#days = Array.from({ length: scope.to - scope.from }, emptyGridSums);
    this.#spellsOf = spellsByPerson(scope.spells);
  }

  add(person: Pick<GridPerson, 'id' | 'name'>, columns: GridColumns): void {
    const spells = this.#spellsOf.get(person.id) ?? [];
    const sums = emptyGridSums();
    const days = this.#days.map((ofDate, index) => {
      const teamIds = teamsOn(spells, this.scope.from + index);
      if (this.scope.isOfTeam && teamIds.length === 0) return OUTSIDE_TEAM;
      const day = gridDay(columns, index);
      const counted = [sums, ofDate, this.#totals, ...teamIds.map((teamId) => this.#sumsOf(teamId))];
      for (const one of counted) addGridDay(one, day, columns.nominal[index] ?? 0);
      return day;
    });
    this.#people.push({ ...person, days, sums });
  }

  /** By name; every team of `teamNames`, or only the one asked for. */
  result(teamNames: ReadonlyMap<string, string>): GridResult {
    const teams = [...teamNames]
      .filter(([id]) => !this.scope.isOfTeam || this.#teams.has(id))
      .map(([id, name]) => ({ id, name, sums: this.#teams.get(id) ?? emptyGridSums() }));
    return { people: this.#people.sort(byName), days: this.#days, teams: teams.sort(byName), totals: this.#totals };
  }

  #sumsOf(teamId: string): GridSums {
    const sums = this.#teams.get(teamId) ?? emptyGridSums();
    this.#teams.set(teamId, sums);
    return sums;
  }
}
