/** What has to hold before an existing allocation is changed or deleted. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { assertReferences } from '../../platform/references';
import { listPeopleLed } from '../teams/list-people-led.query';
import { assertMayBook } from './allocations.policy';
import type { Allocation } from './allocations.types';
import type { AllocationFields } from './allocation-record.rules';

/**
 * References exist, and the actor may book the person before and after the change.
 * @throws DomainError reference_not_found, forbidden
 */
export async function checkAllocation(
  uow: UnitOfWork,
  { before, after }: { before: Allocation | null; after: AllocationFields | null },
): Promise<void> {
  await assertReferences(uow, 'people', [{ id: after?.personId, pointer: '/person_id' }]);
  await assertReferences(uow, 'projects', [{ id: after?.projectId, pointer: '/project_id' }]);
  const personIds = [before?.personId, after?.personId].filter((id) => id !== undefined);
  assertMayBook(uow.actor, personIds, await listPeopleLed(uow));
}
