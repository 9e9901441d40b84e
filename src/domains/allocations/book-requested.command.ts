/** What an approval does to allocations. Who may approve is decided there; here it is only carried out. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { DomainError } from '../../shared/domain-error';
import { changePlan } from '../capacity/change-plan.command';
import { NO_SCOPE, type Impact } from '../capacity/impact.types';
import { allocationScope, type AllocationFields } from './allocation-record.rules';
import { AllocationRepository } from './allocations.repository';

/**
 * Books what was asked for, under the id that was given to it then, so that it can exist only once.
 * @throws DomainError period_closed, duplicate
 */
export async function bookRequested(uow: UnitOfWork, id: string, fields: AllocationFields): Promise<Impact> {
  const scope = allocationScope([fields], 'allocation.created') ?? NO_SCOPE;
  const options = { onConflict: 'report', conflictReason: null } as const;
  const { result, impact } = await changePlan(uow, { scope, options }, () =>
    new AllocationRepository(uow.trx, uow.organizationId).insert({ ...fields, id }),
  );
  const facts = { entityType: 'allocation', entityId: id };
  uow.audit({ event: 'allocation.created', ...facts, before: null, after: result });
  uow.emit({ type: 'allocation.created', ...facts, version: result.version });
  return impact;
}

/**
 * Makes a tentative allocation firm and accepts what does not fit for `reason`.
 * @throws DomainError conflict when it is gone or has another `version` than was asked about, period_closed
 */
export async function confirmAllocation(
  uow: UnitOfWork,
  { id, version, reason }: { id: string; version: number; reason: string },
): Promise<Impact> {
  const repository = new AllocationRepository(uow.trx, uow.organizationId);
  const before = await repository.find(id);
  if (before?.version !== version) {
    throw new DomainError('conflict', 'The allocation is not what was asked about any more.', { allocation_id: id });
  }
  const scope = allocationScope([before], 'allocation.updated') ?? NO_SCOPE;
  const options = { onConflict: 'accept', conflictReason: reason, isApproved: true } as const;
  const { result, impact } = await changePlan(uow, { scope, options }, () =>
    repository.update(before, { status: 'firm' }),
  );
  const facts = { entityType: 'allocation', entityId: id };
  uow.audit({ event: 'allocation.updated', ...facts, before, after: result });
  uow.emit({ type: 'allocation.updated', ...facts, version: result.version });
  return impact;
}
