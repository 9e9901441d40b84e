/** The capacity-vs-load report as data. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { toEpochDay, type IsoDate } from '../../shared/calendar-dates';
import { readLedgersOrStale } from '../capacity/read-ledgers.query';
import { loadByTeam, type Granularity, type TeamLoad } from './capacity-vs-load.rules';
import { ReportSourceRepository } from './report-source.repository';
import { loadFigures } from './reports.types';

/** Everybody's figures by team; `teamId` null: all teams and people of none. Dates inclusive. */
export async function reportCapacityVsLoad(
  uow: UnitOfWork,
  request: { from: IsoDate; to: IsoDate; granularity: Granularity; teamId: string | null },
): Promise<{ teams: TeamLoad[]; staleSeconds: number | null }> {
  const source = new ReportSourceRepository(uow.trx, uow.organizationId);
  const range = { from: toEpochDay(request.from), to: toEpochDay(request.to) + 1 };
  const teams = { names: await source.teams(), spells: await source.teamSpells(request) };
  const everybody = [...(await source.people(null)).keys()];
  const members = new Set(teams.spells.filter((spell) => spell.teamId === request.teamId).map((one) => one.personId));
  const personIds = request.teamId === null ? everybody : everybody.filter((id) => members.has(id));
  const { ledgers, staleSeconds } = await readLedgersOrStale(uow.trx, uow.organizationId, {
    personIds,
    range,
    figures: loadFigures,
  });
  const rows = loadByTeam(ledgers, teams, { range, granularity: request.granularity });
  const asked = request.teamId === null ? rows : rows.filter((row) => row.id === request.teamId);
  return { teams: asked, staleSeconds };
}
