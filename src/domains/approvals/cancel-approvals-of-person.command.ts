/** Ends the requests of somebody who is no longer there. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { ApprovalRepository } from './approvals.repository';
import { endAsCancelled } from './end-as-cancelled.command';

/**
 * Cancels every pending request that is about the person or was asked by one of `userIds`; whoever was asked to decide is told.
 * Their number. Idempotent: what has ended is left as it is.
 */
export async function cancelApprovalsOfPerson(
  uow: UnitOfWork,
  { personId, userIds }: { personId: string; userIds: readonly string[] },
): Promise<number> {
  const pending = await new ApprovalRepository(uow.trx, uow.organizationId).pendingOf({ personId, userIds });
  for (const approval of pending) await endAsCancelled(uow, approval);
  return pending.length;
}
