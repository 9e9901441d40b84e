/** Holds the plans of people still before a change is worked out. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { CapacityRepository } from './capacity.repository';

/**
 * Locks the people in id order until the transaction ends, as `changePlan` does. For commands that must read plan records
 * under the lock before they know what they change; ask for everyone at once, or writers may wait in a circle.
 */
export async function lockPeople(uow: UnitOfWork, personIds: readonly string[]): Promise<void> {
  await new CapacityRepository(uow.trx, uow.organizationId).lockPeople([...new Set(personIds)].sort());
}
