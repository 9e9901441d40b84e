/**
 * Plan against actual: firm minutes and worked minutes of each person, project and ISO week. Tentative load is no plan yet.
 * Example: 2,100 planned on Rocket and 1,800 worked on it in a week is a difference of -300.
 */
import { mondayOf, type EpochDay } from '../../shared/calendar-dates';
import { allocationMinutes } from '../capacity/allocation-minutes.rules';
import type { PersonLedger, PersonPlan } from '../capacity/capacity.types';
import type { WorkedDay } from './reports.types';

/** `projectId` null: on no project. `week` is its Monday. */
export interface PlanActual {
  personId: string;
  projectId: string | null;
  week: EpochDay;
  plannedMinutes: number;
  workedMinutes: number;
}

/** Adds minutes up by person, project and week; days that do not count are left out. */
export class PlanActualTally {
  readonly #rows = new Map<string, PlanActual>();

  constructor(private readonly counts: (personId: string, day: EpochDay) => boolean) {}

  /** The firm minutes of a plan on the days of the ledger. */
  addPlan(plan: PersonPlan, ledger: PersonLedger): void {
    for (const allocation of plan.allocations) {
      const isAway = allocation.from >= ledger.to || allocation.to <= ledger.from;
      if (allocation.status !== 'firm' || isAway) continue;
      for (const [index, minutes] of allocationMinutes(ledger, allocation).entries()) {
        const day = ledger.from + index;
        if (minutes === 0 || !this.counts(plan.personId, day)) continue;
        this.#rowOf(plan.personId, allocation.projectId, day).plannedMinutes += minutes;
      }
    }
  }

  addWorked({ personId, projectId, day, minutes }: WorkedDay): void {
    if (this.counts(personId, day)) this.#rowOf(personId, projectId, day).workedMinutes += minutes;
  }

  /** Rows with any minute, in no order. */
  rows(): PlanActual[] {
    return [...this.#rows.values()];
  }

  #rowOf(personId: string, projectId: string | null, day: EpochDay): PlanActual {
    const week = mondayOf(day);
    const key = `${personId}/${projectId ?? ''}/${String(week)}`;
    const row = this.#rows.get(key) ?? { personId, projectId, week, plannedMinutes: 0, workedMinutes: 0 };
    this.#rows.set(key, row);
    return row;
  }
}
