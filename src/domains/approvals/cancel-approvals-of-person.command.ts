/** Ends the requests of somebody who is no longer there. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { DomainError } from '../../shared/domain-error';
import { ApprovalRepository } from './approvals.repository';
import type { Approval } from './approvals.types';
import { withdrawSubject } from './apply-effect.command';
import { endAsCancelled } from './end-as-cancelled.command';

/**
 * Cancels every pending request that is about the person or was asked by one of `userIds`; whoever was asked to decide is told.
 * An absence of somebody else that was only requested is cancelled along. Their number. Idempotent: what has ended is left as it is.
 */
export async function cancelApprovalsOfPerson(
  uow: UnitOfWork,
  { personId, userIds }: { personId: string; userIds: readonly string[] },
): Promise<number> {
  const pending = await new ApprovalRepository(uow.trx, uow.organizationId).pendingOf({ personId, userIds });
  for (const approval of pending) {
    await endAsCancelled(uow, approval);
    if (approval.subjectPersonId !== personId) await withdrawIfThere(uow, approval);
  }
  return pending.length;
}

/** A subject that is gone, or is no longer what was asked about, stays as it is. */
async function withdrawIfThere(uow: UnitOfWork, approval: Approval): Promise<void> {
  try {
    await uow.attempt(() => withdrawSubject(uow, approval));
  } catch (error) {
    if (!(error instanceof DomainError && error.code === 'conflict')) throw error;
  }
}
