/** What approving a request would change: done as the last vote does it, and taken back. */
import type { Actor } from '../../access/actor';
import { isAtLeast } from '../../access/role-grants';
import type { UnitOfWork } from '../../platform/unit-of-work';
import type { Impact } from '../capacity/impact.types';
import { ApprovalRepository } from './approvals.repository';
import type { ApprovalFile, ApproverDirectory } from './approvals.types';
import { applyEffect } from './apply-effect.command';
import { refusalOf } from './decision-refusals.rules';
import { judgeDecision, type DecisionRefusal } from './decision.rules';
import { openFile } from './open-file.query';

/**
 * Whichever level is open. Makes the unit of work a dry run. For admins, and for whom a vote would count now: others are refused
 * as their vote would be. The request itself is not locked, so that nobody's vote waits for a look at it.
 * @throws DomainError not_found, own_request, not_an_approver, already_decided, step_closed, and what the effect throws
 */
export async function previewApproval(uow: UnitOfWork, id: string): Promise<Impact | null> {
  const approvals = new ApprovalRepository(uow.trx, uow.organizationId);
  const approval = await approvals.get(id);
  const { file, directory } = await openFile(uow, approval);
  const refusal = refusalFor(uow.actor, file, directory);
  if (refusal !== null) throw refusalOf(refusal, approval);
  uow.discard();
  try {
    return await uow.attempt(() => applyEffect(uow, approval, 'approved'));
  } catch (error) {
    // Decided meanwhile: then the subject is no longer what was asked about, and that is not the reason to give.
    const now = await approvals.get(id);
    throw now.state === 'pending' ? error : refusalOf('already_decided', now);
  }
}

function refusalFor(actor: Actor, file: ApprovalFile, directory: ApproverDirectory): DecisionRefusal | null {
  if (isAtLeast(actor.role, 'admin')) return file.approval.state === 'pending' ? null : 'already_decided';
  const ruling = judgeDecision(file, { userId: actor.userId ?? '', verdict: 'approved' }, directory);
  return typeof ruling === 'string' ? ruling : null;
}
