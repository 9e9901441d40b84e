/** The heat map as data. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { toEpochDay, type IsoDate } from '../../shared/calendar-dates';
import type { DayRange } from '../capacity/capacity.types';
import { readLedgersOrStale } from '../capacity/read-ledgers.query';
import { periodsOf, type fineGranularities } from './capacity-vs-load.rules';
import { heatByPerson, heatByTeam, type HeatRow } from './heatmap.rules';
import { ReportSourceRepository } from './report-source.repository';
import { loadFigures } from './reports.types';

export interface HeatmapRequest {
  groupBy: 'person' | 'team';
  granularity: (typeof fineGranularities)[number];
  /** Inclusive. */
  from: IsoDate;
  to: IsoDate;
  /** Null: everybody. */
  personIds: ReadonlySet<string> | null;
}

export interface Heatmap {
  periods: DayRange[];
  rows: HeatRow[];
  /** See `LedgerReading`. */
  staleSeconds: number | null;
}

/** By team everybody counts on the days they are in it. */
export async function readHeatmap(uow: UnitOfWork, request: HeatmapRequest): Promise<Heatmap> {
  const source = new ReportSourceRepository(uow.trx, uow.organizationId);
  const names = await source.people(request.personIds);
  const range = { from: toEpochDay(request.from), to: toEpochDay(request.to) + 1 };
  const { ledgers, staleSeconds } = await readLedgersOrStale(uow.trx, uow.organizationId, {
    personIds: [...names.keys()],
    range,
    figures: loadFigures,
  });
  const periods = periodsOf(range, request.granularity);
  if (request.groupBy === 'person') return { periods, rows: heatByPerson(ledgers, names, periods), staleSeconds };
  const teams = { names: await source.teams(), spells: await source.teamSpells(request) };
  return { periods, rows: heatByTeam(ledgers, teams, periods), staleSeconds };
}
