/**
 * Utilization by project: firm, tentative and worked minutes are those on the project; nominal, holiday, absence, net and
 * over are those of all days of the range of the people with firm minutes on it (READINGS 35).
 */
import { allocationMinutes } from '../capacity/allocation-minutes.rules';
import type { PersonLedger, PersonPlan } from '../capacity/capacity.types';
import type { UtilizationRow } from './reports.types';
import { addDays, byName, emptySums } from './utilization.rules';

interface Booked {
  plan: PersonPlan;
  ledger: PersonLedger;
}

/** One entry of worked time of the range. */
export interface WorkedOnProject {
  projectId: string | null;
  minutes: number;
}

/** Rows of projects with any load or work in the range; `id: null` is load without a project. */
export function byProject(
  people: readonly Booked[],
  worked: readonly WorkedOnProject[],
  names: ReadonlyMap<string, string>,
): UtilizationRow[] {
  const rows = new Map<string | null, UtilizationRow>();
  const rowOf = (id: string | null): UtilizationRow => {
    const known = rows.get(id) ?? { id, name: id === null ? 'No project' : (names.get(id) ?? ''), sums: emptySums() };
    rows.set(id, known);
    return known;
  };
  for (const person of people) addPerson(person, rowOf);
  for (const { projectId, minutes } of worked) rowOf(projectId).sums.worked += minutes;
  return [...rows.values()].filter(({ sums }) => sums.firm + sums.tentative + sums.worked > 0).sort(byName);
}

function addPerson({ plan, ledger }: Booked, rowOf: (id: string | null) => UtilizationRow): void {
  const firmOn = new Set<string | null>();
  for (const allocation of plan.allocations) {
    const minutes = allocationMinutes(ledger, allocation).reduce((sum, value) => sum + value, 0);
    if (minutes === 0) continue;
    rowOf(allocation.projectId).sums[allocation.status] += minutes;
    if (allocation.status === 'firm') firmOn.add(allocation.projectId);
  }
  for (const projectId of firmOn) {
    const { sums } = rowOf(projectId);
    const { firm, tentative, worked } = sums;
    addDays(sums, ledger, { start: 0, end: ledger.to - ledger.from });
    Object.assign(sums, { firm, tentative, worked });
  }
}
