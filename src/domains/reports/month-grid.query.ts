/** The month grid as data: who is away, has worked, is planned or has nothing, day by day. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { UnitOfWork } from '../../platform/unit-of-work';
import { fromEpochDay, toEpochDay, type IsoDate } from '../../shared/calendar-dates';
import { readLedgersOrStale } from '../capacity/read-ledgers.query';
import { GridTally, type GridResult } from './month-grid-tally.rules';
import { gridFigures } from './month-grid.rules';
import { BookingRepository, type Booking } from './bookings.repository';
import { ReportSourceRepository } from './report-source.repository';

export interface MonthGrid extends GridResult {
  /** Inclusive. */
  from: IsoDate;
  to: IsoDate;
  /** Bookings that touch the month, by person. */
  blocks: ReadonlyMap<string, readonly Booking[]>;
  /** See `LedgerReading`. */
  staleSeconds: number | null;
}

/** People between two turns of the event loop. */
const PEOPLE_AT_ONCE = 100;

/** `teamId` null: everybody on all days; else who is in the team on some day, on their days of membership. */
export async function reportMonthGrid(
  uow: UnitOfWork,
  { year, month, teamId }: { year: number; month: number; teamId: string | null },
): Promise<MonthGrid> {
  const dates = datesOfMonth(year, month);
  const source = new ReportSourceRepository(uow.trx, uow.organizationId);
  const names = await source.people(null);
  const spells = teamId === null ? await source.teamSpells(dates) : await source.spellsOfTeam(teamId, dates);
  const members = new Set(spells.map((spell) => spell.personId));
  const personIds = [...names.keys()].filter((id) => teamId === null || members.has(id));
  const range = { from: toEpochDay(dates.from), to: toEpochDay(dates.to) + 1 };
  const { ledgers, staleSeconds } = await readLedgersOrStale(uow.trx, uow.organizationId, {
    personIds,
    range,
    figures: gridFigures,
  });
  const tally = new GridTally({ ...range, spells, isOfTeam: teamId !== null });
  let added = 0;
  for (const [id, columns] of ledgers) {
    tally.add({ id, name: names.get(id) ?? '' }, columns);
    added += 1;
    if (added % PEOPLE_AT_ONCE === 0) await nextTurn();
  }
  const blocks = await new BookingRepository(uow.trx, uow.organizationId).touching(personIds, dates);
  return { ...dates, ...tally.result(await source.teams()), blocks, staleSeconds };
}

function datesOfMonth(year: number, month: number): { from: IsoDate; to: IsoDate } {
  const first = (at: number): IsoDate =>
    `${String(year + Math.floor(at / 12))}-${String((at % 12) + 1).padStart(2, '0')}-01`;
  return { from: first(month - 1), to: fromEpochDay(toEpochDay(first(month)) - 1) };
}
