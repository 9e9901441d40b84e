/** The utilization report as data. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { UnitOfWork } from '../../platform/unit-of-work';
import { toEpochDay, type IsoDate } from '../../shared/calendar-dates';
import type { DayRange } from '../capacity/capacity.types';
import { ledgerOf, loadPlans } from '../capacity/compute-ledgers.query';
import { readLedgersOrStale } from '../capacity/read-ledgers.query';
import { ProjectTally } from './project-utilization.rules';
import { ReportSourceRepository } from './report-source.repository';
import type { FigureSums, UtilizationGroup, UtilizationRow } from './reports.types';
import { byPerson, byTeam, totalOf } from './utilization.rules';

/** People whose plans are loaded at once. */
const PEOPLE_AT_ONCE = 100;

export interface UtilizationReport {
  items: UtilizationRow[];
  /** Each person-day once. */
  totals: FigureSums;
  /** See `LedgerReading`. */
  staleSeconds: number | null;
}

/** `personIds` null: everybody. Dates inclusive. */
export async function reportUtilization(
  uow: UnitOfWork,
  request: { groupBy: UtilizationGroup; from: IsoDate; to: IsoDate; personIds: ReadonlySet<string> | null },
): Promise<UtilizationReport> {
  const source = new ReportSourceRepository(uow.trx, uow.organizationId);
  const people = await source.people(request.personIds);
  const personIds = [...people.keys()];
  const range = { from: toEpochDay(request.from), to: toEpochDay(request.to) + 1 };
  const { ledgers, staleSeconds } = await readLedgersOrStale(uow.trx, uow.organizationId, { personIds, range });
  const totals = { totals: totalOf(ledgers), staleSeconds };
  switch (request.groupBy) {
    case 'person':
      return { items: byPerson(ledgers, people), ...totals };
    case 'team': {
      const teams = { names: await source.teams(), spells: await source.teamSpells(request) };
      return { items: byTeam(ledgers, teams, range.from), ...totals };
    }
    case 'project':
      return { items: await projectRows(uow, { source, personIds, range, request }), ...totals };
  }
}

async function projectRows(
  uow: UnitOfWork,
  asked: {
    source: ReportSourceRepository;
    personIds: readonly string[];
    range: DayRange;
    request: { from: IsoDate; to: IsoDate };
  },
): Promise<UtilizationRow[]> {
  const tally = new ProjectTally();
  for (let start = 0; start < asked.personIds.length; start += PEOPLE_AT_ONCE) {
    const personIds = asked.personIds.slice(start, start + PEOPLE_AT_ONCE);
    const { plans } = await loadPlans(uow.trx, uow.organizationId, { personIds, range: asked.range });
    for (const plan of plans.values()) {
      if (plan.allocations.length > 0) tally.add(plan, ledgerOf(plans, plan.personId, asked.range));
    }
    await nextTurn();
  }
  const worked = await asked.source.workedByProject(asked.personIds, asked.request);
  return tally.rows(worked, await asked.source.projects());
}
