/** The days of one allocation, as the ledger has them. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { fromEpochDay, toEpochDay, type IsoDate } from '../../shared/calendar-dates';
import { allocationMinutes } from '../capacity/allocation-minutes.rules';
import { ledgerOf, loadPlans } from '../capacity/compute-ledgers.query';
import type { Allocation } from './allocations.types';

/** Dates with at least one minute of it, ascending. */
export async function listAllocationDays(
  uow: UnitOfWork,
  allocation: Allocation,
): Promise<{ date: IsoDate; minutes: number }[]> {
  const range = { from: toEpochDay(allocation.startDate), to: toEpochDay(allocation.endDate) + 1 };
  const { plans } = await loadPlans(uow.trx, uow.organizationId, { personIds: [allocation.personId], range });
  const plan = plans.get(allocation.personId)?.allocations.find((one) => one.id === allocation.id);
  if (plan === undefined) return []; // A deleted person has no day.
  const minutes = allocationMinutes(ledgerOf(plans, allocation.personId, range), plan);
  return [...minutes].flatMap((value, index) =>
    value === 0 ? [] : [{ date: fromEpochDay(range.from + index), minutes: value }],
  );
}
