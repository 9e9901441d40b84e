/**
 * Utilization by project: firm, tentative and worked minutes are those on the project; nominal, holiday, absence, net and
 * over are those of all days of the range of the people with firm minutes on it (READINGS 35).
 */
import { allocationMinutes } from '../capacity/allocation-minutes.rules';
import type { PersonLedger, PersonPlan } from '../capacity/capacity.types';
import type { FigureSums, UtilizationRow } from './reports.types';
import { addDays, byName, emptySums } from './utilization.rules';

/** Worked minutes of the range on one project. */
export interface WorkedOnProject {
  projectId: string | null;
  minutes: number;
}

/** Takes one person after the other, so that whoever feeds it can let others run in between. */
export class ProjectTally {
  readonly #sums = new Map<string | null, FigureSums>();

  /** The bookings of a plan on the days of its ledger. */
  add(plan: PersonPlan, ledger: PersonLedger): void {
    const firmOn = new Set<string | null>();
    for (const allocation of plan.allocations) {
      if (allocation.from >= ledger.to || allocation.to <= ledger.from) continue;
      const minutes = allocationMinutes(ledger, allocation).reduce((sum, value) => sum + value, 0);
      if (minutes === 0) continue;
      this.#sumsOf(allocation.projectId)[allocation.status] += minutes;
      if (allocation.status === 'firm') firmOn.add(allocation.projectId);
    }
    for (const projectId of firmOn) {
      const sums = this.#sumsOf(projectId);
      const { firm, tentative, worked } = sums;
      addDays(sums, ledger, { start: 0, end: ledger.to - ledger.from });
      Object.assign(sums, { firm, tentative, worked });
    }
  }

  /** Rows of projects with any load or work in the range; `id: null` is load without a project. */
  rows(worked: readonly WorkedOnProject[], names: ReadonlyMap<string, string>): UtilizationRow[] {
    for (const { projectId, minutes } of worked) this.#sumsOf(projectId).worked += minutes;
    return [...this.#sums]
      .filter(([, sums]) => sums.firm + sums.tentative + sums.worked > 0)
      .map(([id, sums]) => ({ id, name: id === null ? 'No project' : (names.get(id) ?? ''), sums }))
      .sort(byName);
  }

  #sumsOf(projectId: string | null): FigureSums {
    const sums = this.#sums.get(projectId) ?? emptySums();
    this.#sums.set(projectId, sums);
    return sums;
  }
}
