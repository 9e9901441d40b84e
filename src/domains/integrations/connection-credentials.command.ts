/** What a sync does with the credentials of a connection: uses them, has them refused, notes that it worked. */
import type { KeyRing } from '../../platform/secrets/key-ring';
import type { UnitOfWork } from '../../platform/unit-of-work';
import { openCredentials } from './connection-credentials.rules';
import { ConnectionRepository } from './connections.repository';
import type { ProviderCredentials } from './provider.types';
import { recordConnection } from './save-connection.command';

/** In clear; null when there are none. @throws DomainError not_found, SecretUnreadableError */
export async function findCredentials(uow: UnitOfWork, ring: KeyRing, id: string): Promise<ProviderCredentials | null> {
  return openCredentials(ring, await new ConnectionRepository(uow.trx, uow.organizationId).get(id));
}

/**
 * Marks the connection: a person has to act. `refused` = the credentials that the provider did not take, null = there were none
 * to show. False when others are there by now, which nobody has refused.
 */
export async function refuseCredentials(
  uow: UnitOfWork,
  ring: KeyRing,
  { connectionId, error, refused }: { connectionId: string; error: string; refused: ProviderCredentials | null },
): Promise<boolean> {
  const connections = new ConnectionRepository(uow.trx, uow.organizationId);
  const before = await connections.getForUpdate(connectionId);
  if (refused !== null && JSON.stringify(openCredentials(ring, before)) !== JSON.stringify(refused)) return false;
  if (before.status === 'revoked') return true;
  const after = await connections.update(before, { status: 'error', error }, []);
  recordConnection(uow, 'connection.refused', { before, after });
  return true;
}

/** A sync of the connection has ended well enough. */
export async function noteSync(uow: UnitOfWork, connectionId: string): Promise<void> {
  await uow
    .trx('connections')
    .where({ organization_id: uow.organizationId, id: connectionId })
    .update({ last_sync_at: uow.now, updated_at: uow.now, version: uow.trx.raw('version + 1') });
}
