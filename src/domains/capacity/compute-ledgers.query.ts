/** Plans and ledgers of many people, straight from the tables: never from the materialised weeks. */
import type { Transaction } from '../../platform/database';
import { fromEpochDay, type EpochDay } from '../../shared/calendar-dates';
import type { DayRange, PersonLedger, PersonPlan } from './capacity.types';
import { PersonPlanRepository } from './person-plan.repository';
import { computePersonLedger, planHull } from './person-ledger.rules';

/** Everyone's plan with their worked time within the days that are computed. */
export interface LoadedPlans {
  plans: Map<string, PersonPlan>;
  /** The days asked for and every day on which somebody has an allocation. */
  range: DayRange;
  /** The days whose worked time is in the plans. */
  workedRange: DayRange;
}

/** Loads plans for the days asked for, widened to all allocations of these people, so that conflicts are found whole. */
export async function loadPlans(
  trx: Transaction,
  organizationId: string,
  request: { personIds: readonly string[]; range: DayRange },
): Promise<LoadedPlans> {
  const asked = { from: fromEpochDay(request.range.from), to: fromEpochDay(request.range.to - 1) };
  const plans = await new PersonPlanRepository(trx, organizationId).load(request.personIds, asked);
  const range = [...plans.values()].reduce((hull, plan) => unite(hull, planHull(plan)), request.range);
  const workedRange = { from: range.from - 7, to: range.to + 7 };
  return { plans, range, workedRange };
}

/** The ledger of one person over `[from, to)`; all zeros for somebody who does not exist. */
export function ledgerOf(plans: ReadonlyMap<string, PersonPlan>, personId: string, range: DayRange): PersonLedger {
  return computePersonLedger(plans.get(personId) ?? nobody(personId), range.from, range.to);
}

/** The smallest range over both. @example unite({ from: 1, to: 3 }, { from: 5, to: 9 }) is { from: 1, to: 9 } */
export function unite(a: DayRange, b: DayRange | null): DayRange {
  if (b === null || b.from >= b.to) return a;
  if (a.from >= a.to) return b;
  return { from: Math.min(a.from, b.from), to: Math.max(a.to, b.to) };
}

/** A plan outside of every employment, and so without a minute. */
function nobody(personId: string): PersonPlan {
  const never: EpochDay = 0;
  return {
    personId,
    weeklyMinutes: null,
    organizationWorkweek: [0, 0, 0, 0, 0, 0, 0],
    engagements: [{ id: personId, kind: 'employee', from: never, to: never, weeklyMinutes: null }],
    patterns: [],
    calendarSpans: [],
    calendars: new Map(),
    absences: [],
    allocations: [],
    timeEntries: [],
  };
}
