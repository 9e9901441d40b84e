/** Asks for approval where a policy says so. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { DomainError } from '../../shared/domain-error';
import { ApprovalPolicyRepository } from './approval-policies.repository';
import { ApprovalStepRepository } from './approval-steps.repository';
import { ApprovalRepository } from './approvals.repository';
import type { Approval, ApprovalKind, SubjectType } from './approvals.types';
import { askApprovers } from './ask-approvers.command';
import { loadApprovers } from './load-approvers.query';

/** What is asked. The subject need not be stored yet. */
export interface ApprovalRequest {
  kind: ApprovalKind;
  subject: { type: SubjectType; id: string; personId: string | null };
  payload?: Record<string, unknown>;
  message: string | null;
}

/**
 * Starts a request under the policy of its kind, whose levels it keeps; null where there is none. Nothing but a decision ever
 * approves it: a level without anybody to decide waits and is seen.
 * @throws DomainError duplicate when one is pending about the same thing
 */
export async function startApproval(uow: UnitOfWork, request: ApprovalRequest): Promise<Approval | null> {
  const { trx, organizationId, actor } = uow;
  const policy = await new ApprovalPolicyRepository(trx, organizationId).ofKind(request.kind);
  if (policy === undefined) return null;
  if (actor.userId === null) throw new DomainError('forbidden', 'Only a user can ask for approval.');
  const approval = await new ApprovalRepository(trx, organizationId).insert({
    kind: request.kind,
    state: 'pending',
    levels: policy.levels,
    subjectType: request.subject.type,
    subjectId: request.subject.id,
    subjectPersonId: request.subject.personId,
    requestedBy: actor.userId,
    payload: request.payload ?? {},
    message: request.message,
    currentLevel: 1,
    decidedAt: null,
  });
  const steps = await new ApprovalStepRepository(trx, organizationId).insertMany(
    policy.levels.map((_, index) => ({
      approvalId: approval.id,
      level: index + 1,
      state: index === 0 ? 'open' : 'waiting',
      openedAt: index === 0 ? uow.now : null,
      escalatedAt: null,
      closedAt: null,
    })),
  );
  await askApprovers(uow, { approval, steps }, await loadApprovers(uow, [approval.subjectPersonId]));
  const facts = { entityType: 'approval', entityId: approval.id };
  uow.audit({ event: 'approval.requested', ...facts, before: null, after: approval });
  uow.emit({ type: 'approval.requested', ...facts, version: approval.version });
  return approval;
}
