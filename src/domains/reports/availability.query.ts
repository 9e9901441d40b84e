/** The availability finder as data. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { toEpochDay, type IsoDate } from '../../shared/calendar-dates';
import { readLedgersOrStale } from '../capacity/read-ledgers.query';
import { rankAvailability, type AvailablePerson, type Demand } from './availability.rules';
import { ReportSourceRepository } from './report-source.repository';
import { loadFigures } from './reports.types';

/** `personIds` null: everybody; `teamId` null: of any team or none. Dates inclusive. `staleSeconds`: see `LedgerReading`. */
export async function findAvailability(
  uow: UnitOfWork,
  request: {
    from: IsoDate;
    to: IsoDate;
    teamId: string | null;
    personIds: ReadonlySet<string> | null;
    demand: Demand;
  },
): Promise<{ people: AvailablePerson[]; staleSeconds: number | null }> {
  const source = new ReportSourceRepository(uow.trx, uow.organizationId);
  const visible = await source.people(request.personIds);
  const spells = request.teamId === null ? null : await source.spellsOfTeam(request.teamId, request);
  const members = spells === null ? null : new Set(spells.map((spell) => spell.personId));
  const personIds = [...visible.keys()].filter((id) => members === null || members.has(id));
  const range = { from: toEpochDay(request.from), to: toEpochDay(request.to) + 1 };
  const { ledgers, staleSeconds } = await readLedgersOrStale(uow.trx, uow.organizationId, {
    personIds,
    range,
    figures: loadFigures,
  });
  return {
    people: rankAvailability(ledgers, visible, { from: range.from, demand: request.demand, spells }),
    staleSeconds,
  };
}
