/** Worked time of the last two months: most working days, about nine tenths of the net minutes, on what was booked. */
import type { Allocation } from '../domains/allocations/allocations.types';
import type { PersonLedger } from '../domains/capacity/capacity.types';
import { fromEpochDay } from '../shared/calendar-dates';
import { seededRandom } from './demo-dates.rules';
import { demoId } from './demo-ids.rules';
import type { DemoTimeEntry, Row } from './demo.types';

/** Length of the past that has entries. */
export const WORKED_DAYS = 61;
const QUARTER = 15;
const SEED = 20_240_229;
/** Share of the days on which somebody forgot to write down anything. */
const FORGOTTEN = 0.04;
const LEAST = 0.84;
const SPREAD = 0.14;

/**
 * Entries of the ledgers' days, of at most two projects a day, in quarters of an hour.
 * @example 420 net minutes become 345 to 405 worked ones
 */
export function demoTimeEntries(
  ledgers: readonly PersonLedger[],
  allocations: readonly Row<Allocation>[],
): DemoTimeEntry[] {
  const random = seededRandom(SEED);
  return ledgers.flatMap((ledger) => {
    const own = allocations.filter((one) => one.personId === ledger.personId && one.status === 'firm');
    return Array.from({ length: ledger.to - ledger.from }, (_, index) => {
      const [forgotten, length, division] = [random(), random(), random()];
      const worked = QUARTER * Math.round(((ledger.net[index] ?? 0) * (LEAST + SPREAD * length)) / QUARTER);
      if (worked === 0 || forgotten < FORGOTTEN) return [];
      return entriesOf(ledger.personId, fromEpochDay(ledger.from + index), { own, worked, division });
    }).flat();
  });
}

function entriesOf(
  personId: string,
  date: string,
  { own, worked, division }: { own: readonly Row<Allocation>[]; worked: number; division: number },
): DemoTimeEntry[] {
  const booked = own.filter((one) => one.startDate <= date && date <= one.endDate).map((one) => one.projectId);
  const [first = demoId('project', 'INTERNE'), second] = [...new Set(booked)].filter((id) => id !== null);
  const entry = (projectId: string, minutes: number): DemoTimeEntry => ({
    id: demoId('time_entry', `${personId}/${date}/${projectId}`),
    person_id: personId,
    project_id: projectId,
    date,
    minutes,
  });
  const part = second === undefined ? 0 : QUARTER * Math.floor((worked * (0.2 + 0.3 * division)) / QUARTER);
  return second === undefined || part === 0
    ? [entry(first, worked)]
    : [entry(first, worked - part), entry(second, part)];
}
