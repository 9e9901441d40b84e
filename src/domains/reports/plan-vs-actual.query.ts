/** The plan-vs-actual report as data. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { UnitOfWork } from '../../platform/unit-of-work';
import { toEpochDay, type IsoDate } from '../../shared/calendar-dates';
import { ledgerOf, loadPlans } from '../capacity/compute-ledgers.query';
import { PlanActualTally, type PlanActual } from './plan-vs-actual.rules';
import { ReportSourceRepository } from './report-source.repository';
import { spellsByPerson, teamsOn } from './utilization.rules';

/** A row with its names. */
export interface NamedPlanActual extends PlanActual {
  personName: string;
  /** Null: on no project. */
  projectName: string | null;
}

/** People whose plans are loaded at once. */
const PEOPLE_AT_ONCE = 100;

/**
 * By person, project (those on none last) and week. `personIds` null: everybody; `teamId` null: of any team or none, else
 * days of membership only. Dates inclusive.
 */
export async function reportPlanVsActual(
  uow: UnitOfWork,
  request: { from: IsoDate; to: IsoDate; teamId: string | null; personIds: ReadonlySet<string> | null },
): Promise<NamedPlanActual[]> {
  const source = new ReportSourceRepository(uow.trx, uow.organizationId);
  const names = await source.people(request.personIds);
  const { teamId } = request;
  const spells = teamId === null ? null : spellsByPerson(await source.spellsOfTeam(teamId, request));
  const personIds = [...names.keys()].filter((id) => spells === null || spells.has(id));
  const tally = new PlanActualTally(
    (personId, day) => spells === null || teamsOn(spells.get(personId) ?? [], day).length > 0,
  );
  const range = { from: toEpochDay(request.from), to: toEpochDay(request.to) + 1 };
  for (let start = 0; start < personIds.length; start += PEOPLE_AT_ONCE) {
    const some = personIds.slice(start, start + PEOPLE_AT_ONCE);
    const { plans } = await loadPlans(uow.trx, uow.organizationId, { personIds: some, range });
    for (const plan of plans.values()) tally.addPlan(plan, ledgerOf(plans, plan.personId, range));
    await nextTurn();
  }
  for (const worked of await source.workedDays(personIds, request)) tally.addWorked(worked);
  const projects = await source.projects();
  const named = tally.rows().map((row) => ({
    ...row,
    personName: names.get(row.personId) ?? '',
    projectName: row.projectId === null ? null : (projects.get(row.projectId) ?? ''),
  }));
  return named.sort(byPersonProjectWeek);
}

function byPersonProjectWeek(a: NamedPlanActual, b: NamedPlanActual): number {
  return (
    a.personName.localeCompare(b.personName) ||
    compare(a.personId, b.personId) ||
    Number(a.projectName === null) - Number(b.projectName === null) ||
    (a.projectName ?? '').localeCompare(b.projectName ?? '') ||
    compare(a.projectId ?? '', b.projectId ?? '') ||
    a.week - b.week
  );
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
