/** Accepts a conflict. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { ConflictRepository } from './conflicts.repository';
import type { ConflictRecord } from './conflicts.types';
import { findDecidableConflict } from './find-decidable-conflict.query';

/**
 * Accepted as it is now: it stays so while no day exceeds these days and no cause joins (READINGS 31). Accepting again
 * takes the new reason and the present days.
 * @throws DomainError not_found, forbidden, stale_version, conflict when it is resolved
 */
export async function acceptConflict(
  uow: UnitOfWork,
  request: { id: string; reason: string },
): Promise<ConflictRecord> {
  const before = await findDecidableConflict(uow, request.id);
  const after = await new ConflictRepository(uow.trx, uow.organizationId).update(
    before,
    {
      state: 'accepted',
      acceptedBy: uow.actor.userId,
      acceptedAt: uow.now,
      acceptedDays: before.days,
      acceptedCauses: before.causes,
      reason: request.reason,
    },
    [],
  );
  const facts = { entityType: 'conflict', entityId: after.id };
  uow.audit({ event: 'conflict.accepted', ...facts, before, after });
  uow.emit({ type: 'conflict.accepted', ...facts, version: after.version });
  return after;
}
