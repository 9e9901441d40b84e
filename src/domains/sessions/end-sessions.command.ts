/** Ends sessions of an organisation at once: their tokens are good for nothing from the commit on. */
import type { UnitOfWork } from '../../platform/unit-of-work';

/** Ends the sessions of one user in this organisation, or everybody's. Idempotent. Uses sessions_of_user or the primary key. */
export async function endSessions(uow: UnitOfWork, whose: { userId: string } | 'everybody'): Promise<void> {
  const sessions = uow.trx('sessions').where('organization_id', uow.organizationId).whereNull('revoked_at');
  if (whose !== 'everybody') void sessions.where('user_id', whose.userId);
  await sessions.update({ revoked_at: uow.now });
}
