/** Takes a request back. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { DomainError } from '../../shared/domain-error';
import { ApprovalRepository } from './approvals.repository';
import type { Approval } from './approvals.types';
import { withdrawSubject } from './apply-effect.command';
import { endAsCancelled } from './end-as-cancelled.command';

/**
 * By whoever asked, while it is pending. An absence that was only requested is cancelled along.
 * @throws DomainError not_found, forbidden, already_decided, stale_version
 */
export async function cancelApproval(uow: UnitOfWork, id: string): Promise<Approval> {
  const approval = await new ApprovalRepository(uow.trx, uow.organizationId).getForUpdate(id);
  if (approval.requestedBy !== uow.actor.userId) {
    throw new DomainError('forbidden', 'Only who asked may cancel the request.');
  }
  if (approval.state !== 'pending') {
    throw new DomainError('already_decided', `The request is ${approval.state} already.`, { state: approval.state });
  }
  uow.checkMatch(approval.version);
  const cancelled = await endAsCancelled(uow, approval);
  await withdrawSubject(uow, approval);
  return cancelled;
}
