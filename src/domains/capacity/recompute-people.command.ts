/** Computes people's stored weeks again and writes what differs. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { toEpochDay } from '../../shared/calendar-dates';
import { detectConflicts } from '../conflicts/conflict-detection.rules';
import { reconcileConflicts } from '../conflicts/reconcile-conflicts.command';
import { CapacityRepository } from './capacity.repository';
import type { DirtyRange } from './capacity-weeks.types';
import type { DayRange } from './capacity.types';
import { ledgerOf, loadPlans, unite } from './compute-ledgers.query';
import { weeksWithin } from './ledger-weeks.rules';
import { widenToWeeks } from './person-ledger.rules';

/**
 * Brings the weeks of these dirty ranges up to date and takes the ranges away, all in the caller's transaction, which must
 * hold the people's locks. Idempotent: a second run finds no difference.
 * A week that was not stored yet is written and not counted as changed: nobody was told another figure.
 */
export async function recomputePeople(
  uow: UnitOfWork,
  personIds: readonly string[],
  dirty: readonly DirtyRange[],
): Promise<{ written: number; changed: number }> {
  const repository = new CapacityRepository(uow.trx, uow.organizationId);
  const ranges = rangesByPerson(dirty);
  const all = [...ranges.values()].reduce(unite, { from: 0, to: 0 });
  const { plans, range } = await loadPlans(uow.trx, uow.organizationId, { personIds, range: all });
  const ledgers = personIds.map((personId) => ledgerOf(plans, personId, widenToWeeks(range)));
  const counts = await repository.replaceWeeks(
    ledgers.flatMap((ledger) => {
      const asked = ranges.get(ledger.personId);
      return asked === undefined ? [] : weeksWithin(ledger, widenToWeeks(asked));
    }),
  );
  const detected = ledgers.flatMap((ledger) => {
    const plan = plans.get(ledger.personId);
    return plan === undefined || plan.allocations.length === 0 ? [] : detectConflicts(plan, ledger);
  });
  await reconcileConflicts(uow, { personIds, detected }, null);
  await repository.removeDirty(dirty.map((one) => one.id));
  return counts;
}

function rangesByPerson(dirty: readonly DirtyRange[]): Map<string, DayRange> {
  const ranges = new Map<string, DayRange>();
  for (const { personId, fromDate, toDate } of dirty) {
    const range = { from: toEpochDay(fromDate), to: toEpochDay(toDate) + 1 };
    ranges.set(personId, unite(range, ranges.get(personId) ?? null));
  }
  return ranges;
}
