/** Removes conflicts that there would never have been: their cause was taken back as if it had never happened. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { ConflictRepository } from './conflicts.repository';

/** Of these, those first seen since `firstSeenSince`, and which nobody accepted. Idempotent. */
export async function removeConflicts(
  uow: UnitOfWork,
  { ids, firstSeenSince }: { ids: readonly string[]; firstSeenSince: Date },
): Promise<void> {
  const conflicts = new ConflictRepository(uow.trx, uow.organizationId);
  const closed = await conflicts.findMany(ids);
  const unfounded = closed.filter(
    ({ firstSeenAt, acceptedAt }) => acceptedAt === null && firstSeenAt >= firstSeenSince,
  );
  await conflicts.purge(unfounded.map(({ id }) => id));
}
