/** Puts organisations back on the way to their recompute workflow. */
import type { Transaction } from '../../platform/database';
import { OutboxRepository } from './outbox.repository';

/** Appends one `capacity.dirtied` each; several are collapsed to one wake-up, so repeating this does no harm. Needs the system scope. */
export async function requeueOrganizations(trx: Transaction, organizationIds: readonly string[]): Promise<void> {
  await new OutboxRepository(trx).append(
    organizationIds.map((organizationId) => ({
      organizationId,
      eventType: 'capacity.dirtied',
      entityType: 'organization',
      entityId: organizationId,
      entityVersion: 1,
      actorUserId: null,
      requestId: null,
    })),
  );
}
