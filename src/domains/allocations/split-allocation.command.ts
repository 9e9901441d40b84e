/** Splits a block in two, so that its halves can be moved or given to somebody else. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import type { IsoDate } from '../../shared/calendar-dates';
import { changePlan } from '../capacity/change-plan.command';
import type { Impact, PlanOptions } from '../capacity/impact.types';
import { splitSides } from './allocation-blocks.rules';
import { allocationScope } from './allocation-record.rules';
import { AllocationRepository } from './allocations.repository';
import type { Allocation } from './allocations.types';
import { checkAllocation } from './check-allocation.query';
import { listAllocationDays } from './list-allocation-days.query';

/**
 * The first half keeps the id and ends the day before `on`; the second is new and starts on it.
 * @throws DomainError not_found, validation_failed, forbidden, stale_version, planning_conflict, period_closed
 */
export async function splitAllocation(
  uow: UnitOfWork,
  request: { id: string; on: IsoDate; options: PlanOptions },
): Promise<{ halves: [Allocation, Allocation]; impact: Impact }> {
  const repository = new AllocationRepository(uow.trx, uow.organizationId);
  const before = await repository.get(request.id);
  await checkAllocation(uow, { before, after: before });
  uow.checkMatch(before.version);
  const scope = allocationScope([before], 'allocation.split');
  if (scope === null) throw new Error('a block always has days');
  const { result, impact } = await changePlan(uow, { scope, options: request.options }, async () => {
    // The person is locked from here on, so these are the days the block has until it is split.
    const sides = splitSides(before, request.on, await listAllocationDays(uow, before));
    const { personId, projectId, taskId, endDate, loadUnit, basisPoints, basis, status, source, notes } = before;
    const kept = { personId, projectId, taskId, endDate, loadUnit, basisPoints, basis, status, source, notes };
    const first = await repository.update(before, sides.first);
    const second = await repository.insert({ ...kept, ...sides.second });
    return [first, second] as [Allocation, Allocation];
  });
  recordSplit(uow, before, result);
  return { halves: result, impact };
}

function recordSplit(uow: UnitOfWork, before: Allocation, [first, second]: [Allocation, Allocation]): void {
  const one = { entityType: 'allocation', entityId: first.id };
  uow.audit({ event: 'allocation.split', ...one, before, after: first });
  uow.emit({ type: 'allocation.updated', ...one, version: first.version });
  const two = { entityType: 'allocation', entityId: second.id };
  uow.audit({ event: 'allocation.created', ...two, before: null, after: second });
  uow.emit({ type: 'allocation.created', ...two, version: second.version });
}
