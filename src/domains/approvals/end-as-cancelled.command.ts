/** Ends a pending request without a decision: its subject is taken back. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { ApprovalNoticeRepository } from './approval-notices.repository';
import { ApprovalStepRepository } from './approval-steps.repository';
import { ApprovalRepository } from './approvals.repository';
import type { Approval } from './approvals.types';

/** Closes the request and its steps; everybody who was asked at the open level is told. `approval` is locked by this transaction. */
export async function endAsCancelled(uow: UnitOfWork, approval: Approval): Promise<Approval> {
  const { trx, organizationId, now } = uow;
  const repository = new ApprovalStepRepository(trx, organizationId);
  for (const step of await repository.ofApprovals([approval.id])) {
    if (step.state !== 'open' && step.state !== 'waiting') continue;
    await repository.update(step, { state: 'cancelled', closedAt: step.state === 'open' ? now : null }, []);
  }
  const after = await new ApprovalRepository(trx, organizationId).update(
    approval,
    { state: 'cancelled', decidedAt: now },
    [],
  );
  const notices = new ApprovalNoticeRepository(trx, organizationId);
  const asked = (await notices.ofApproval(approval.id)).filter(({ level }) => level === approval.currentLevel);
  const recipients = new Set(asked.map((notice) => notice.recipientUserId));
  const withdrawn = { approvalId: approval.id, level: approval.currentLevel, kind: 'withdrawn', sequence: 0 } as const;
  await notices.note(
    [...recipients].map((recipientUserId) => ({ ...withdrawn, recipientUserId })),
    now,
  );
  const facts = { entityType: 'approval', entityId: approval.id };
  uow.audit({ event: 'approval.cancelled', ...facts, before: approval, after });
  uow.emit({ type: 'approval.cancelled', ...facts, version: after.version });
  return after;
}
