/** Moves, extends or reassigns a block: one allocation, one transaction. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { changePlan } from '../capacity/change-plan.command';
import type { Impact, PlanOptions } from '../capacity/impact.types';
import { allocationFields, allocationScope, type AllocationInput } from './allocation-record.rules';
import { AllocationRepository } from './allocations.repository';
import type { Allocation } from './allocations.types';
import { checkAllocation } from './check-allocation.query';

/**
 * Changes what `changeOf` says and keeps everything else, the load too. Repeating it leaves the block where it is.
 * @throws DomainError not_found, validation_failed, reference_not_found, forbidden, stale_version, planning_conflict, period_closed
 */
export async function reshapeAllocation(
  uow: UnitOfWork,
  request: {
    id: string;
    changeOf: (before: Allocation) => Pick<AllocationInput, 'personId' | 'startDate' | 'endDate'>;
    event: 'allocation.moved' | 'allocation.extended' | 'allocation.reassigned';
    options: PlanOptions;
  },
): Promise<{ allocation: Allocation; impact: Impact }> {
  const repository = new AllocationRepository(uow.trx, uow.organizationId);
  const before = await repository.get(request.id);
  const after = allocationFields(request.changeOf(before), before);
  await checkAllocation(uow, { before, after });
  uow.checkMatch(before.version);
  const { personId, startDate, endDate } = after;
  const scope = allocationScope([before, after], request.event);
  if (scope === null) throw new Error('a block always has days');
  const { result, impact } = await changePlan(uow, { scope, options: request.options }, () =>
    repository.update(before, { personId, startDate, endDate }),
  );
  const facts = { entityType: 'allocation', entityId: result.id };
  uow.audit({ event: request.event, ...facts, before, after: result });
  uow.emit({ type: 'allocation.updated', ...facts, version: result.version });
  return { allocation: result, impact };
}
