/** Takes the acceptance of a conflict back. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { ConflictRepository } from './conflicts.repository';
import type { ConflictRecord } from './conflicts.types';
import { findDecidableConflict } from './find-decidable-conflict.query';

/**
 * Open again, without reason and author. One that is open already stays as it is, so that repeating changes nothing.
 * @throws DomainError not_found, forbidden, stale_version, conflict when it is resolved
 */
export async function reopenConflict(uow: UnitOfWork, id: string): Promise<ConflictRecord> {
  const before = await findDecidableConflict(uow, id);
  if (before.state === 'open') return before;
  const after = await new ConflictRepository(uow.trx, uow.organizationId).update(
    before,
    { state: 'open', acceptedBy: null, acceptedAt: null, acceptedDays: null, acceptedCauses: null, reason: null },
    [],
  );
  const facts = { entityType: 'conflict', entityId: after.id };
  uow.audit({ event: 'conflict.reopened', ...facts, before, after });
  uow.emit({ type: 'conflict.reopened', ...facts, version: after.version });
  return after;
}
