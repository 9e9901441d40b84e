/**
 * Who has room: the free minutes of a day are `max(0, net − firm)`. Tentative load does not take room, it is shown beside it.
 * Example: net 420, firm 168 leaves 252 free, which fits 240 minutes a day and does not fit 300.
 */
import { fromEpochDay, type EpochDay, type IsoDate } from '../../shared/calendar-dates';
import type { LoadColumns, TeamSpell } from './reports.types';

/** What is looked for; without either everybody with a free minute fits. */
export interface Demand {
  /** A day fits when it has at least as many free minutes. */
  minutesPerDay: number | null;
  /** A person fits when their free minutes of all days reach it. */
  totalMinutes: number | null;
}

export interface AvailablePerson {
  personId: string;
  personName: string;
  /** Sums over the days counted. */
  netMinutes: number;
  firmMinutes: number;
  tentativeMinutes: number;
  freeMinutes: number;
  days: { date: IsoDate; freeMinutes: number }[];
}

/** The people who fit, most free minutes first, then by name and id. `spells` null: every day counts; else only days of membership. */
export function rankAvailability(
  ledgers: ReadonlyMap<string, LoadColumns>,
  names: ReadonlyMap<string, string>,
  request: { from: EpochDay; demand: Demand; spells: readonly TeamSpell[] | null },
): AvailablePerson[] {
  const people: AvailablePerson[] = [];
  for (const [personId, columns] of ledgers) {
    const own = request.spells?.filter((spell) => spell.personId === personId) ?? null;
    const person = availabilityOf({ personId, personName: names.get(personId) ?? '' }, columns, {
      ...request,
      counts: (day) => own === null || own.some((spell) => spell.from <= day && day < spell.to),
    });
    if (fits(person, request.demand)) people.push(person);
  }
  return people.sort(byRoom);
}

function availabilityOf(
  person: { personId: string; personName: string },
  { net, firm, tentative }: LoadColumns,
  { from, demand, counts }: { from: EpochDay; demand: Demand; counts: (day: EpochDay) => boolean },
): AvailablePerson {
  const found: AvailablePerson = {
    ...person,
    netMinutes: 0,
    firmMinutes: 0,
    tentativeMinutes: 0,
    freeMinutes: 0,
    days: [],
  };
  const least = demand.minutesPerDay ?? 1;
  for (let index = 0; index < net.length; index += 1) {
    if (!counts(from + index)) continue;
    const freeMinutes = Math.max(0, (net[index] ?? 0) - (firm[index] ?? 0));
    found.netMinutes += net[index] ?? 0;
    found.firmMinutes += firm[index] ?? 0;
    found.tentativeMinutes += tentative[index] ?? 0;
    found.freeMinutes += freeMinutes;
    if (freeMinutes >= least) found.days.push({ date: fromEpochDay(from + index), freeMinutes });
  }
  return found;
}

function fits(person: AvailablePerson, demand: Demand): boolean {
  return person.days.length > 0 && person.freeMinutes >= (demand.totalMinutes ?? 0);
}

function byRoom(a: AvailablePerson, b: AvailablePerson): number {
  return (
    b.freeMinutes - a.freeMinutes || a.personName.localeCompare(b.personName) || (a.personId < b.personId ? -1 : 1)
  );
}
