/** Hands ranges of days over to the recompute workflow. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import type { IsoDate } from '../../shared/calendar-dates';
import { CapacityRepository } from './capacity.repository';

/**
 * Marks the days (dates inclusive) dirty and emits the event that wakes the workflow: the two belong together, in one
 * transaction. No ranges, no event. Repeating it only means more of the same work.
 */
export async function leaveToWorkflow(
  uow: UnitOfWork,
  ranges: readonly { personId: string; from: IsoDate; to: IsoDate }[],
  reason: string,
): Promise<void> {
  if (ranges.length === 0) return;
  await new CapacityRepository(uow.trx, uow.organizationId).markDirty(ranges, reason);
  const organization = { entityType: 'organization', entityId: uow.organizationId, version: 1 };
  uow.emit({ type: 'capacity.dirtied', ...organization, urgent: true });
}
