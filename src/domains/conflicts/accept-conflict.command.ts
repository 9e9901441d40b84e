/** Accepts a conflict. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { DomainError } from '../../shared/domain-error';
import { findRunningApproval, needsApproval } from '../approvals/running-approval.query';
import { startApproval } from '../approvals/start-approval.command';
import { viewApproval, type ApprovalView } from '../approvals/view-approvals.query';
import { ConflictRepository } from './conflicts.repository';
import type { ConflictRecord } from './conflicts.types';
import { findDecidableConflict } from './find-decidable-conflict.query';

/** Done, or asked for. */
export type Accepting = { conflict: ConflictRecord } | { approval: ApprovalView };

/**
 * Accepted as it is now: it stays so while no day exceeds these days and no cause joins (READINGS 31). Accepting again
 * takes the new reason and the present days. Where a policy leaves that to others, it is asked for; what was asked already is
 * not asked again.
 * @throws DomainError not_found, forbidden, stale_version, conflict when it is resolved
 */
export async function acceptConflict(uow: UnitOfWork, request: { id: string; reason: string }): Promise<Accepting> {
  const before = await findDecidableConflict(uow, request.id);
  if (!(await needsApproval(uow, 'over_allocation', before.personId))) {
    return { conflict: await storeAcceptance(uow, before, request.reason) };
  }
  const running = await findRunningApproval(uow, 'over_allocation', before.id);
  const approval =
    running ??
    (await startApproval(uow, {
      kind: 'over_allocation',
      subject: { type: 'conflict', id: before.id, personId: before.personId },
      payload: { version: before.version },
      message: request.reason,
    }));
  if (approval === null) return { conflict: await storeAcceptance(uow, before, request.reason) };
  return { approval: await viewApproval(uow, approval) };
}

/**
 * The same after somebody else has approved it; who may is the caller's business.
 * @throws DomainError conflict when it is gone, resolved, or has another `version` than was asked about
 */
export async function acceptRequestedConflict(
  uow: UnitOfWork,
  { id, version, reason }: { id: string; version: number; reason: string },
): Promise<ConflictRecord> {
  const conflicts = new ConflictRepository(uow.trx, uow.organizationId);
  const before = (await conflicts.find(id)) && (await conflicts.getForUpdate(id));
  if (before?.version !== version || before.state === 'resolved') {
    throw new DomainError('conflict', 'The conflict is not what was asked about any more.', { conflict_id: id });
  }
  return storeAcceptance(uow, before, reason);
}

async function storeAcceptance(uow: UnitOfWork, before: ConflictRecord, reason: string): Promise<ConflictRecord> {
  const after = await new ConflictRepository(uow.trx, uow.organizationId).update(
    before,
    {
      state: 'accepted',
      acceptedBy: uow.actor.userId,
      acceptedAt: uow.now,
      acceptedDays: before.days,
      acceptedCauses: before.causes,
      reason,
    },
    [],
  );
  const facts = { entityType: 'conflict', entityId: after.id };
  uow.audit({ event: 'conflict.accepted', ...facts, before, after });
  uow.emit({ type: 'conflict.accepted', ...facts, version: after.version });
  return after;
}
