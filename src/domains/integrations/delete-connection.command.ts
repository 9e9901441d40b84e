/** Takes a connection away. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { cancelSyncsOf } from '../syncs/cancel-sync.command';
import { ConnectionRepository } from './connections.repository';
import { recordConnection } from './save-connection.command';

/**
 * Deletes the connection and its secrets, ends its syncs and takes its accounts out of the identities; people, absences and
 * time entries that came from it stay.
 * @throws DomainError not_found, stale_version
 */
export async function deleteConnection(uow: UnitOfWork, id: string): Promise<void> {
  const connections = new ConnectionRepository(uow.trx, uow.organizationId);
  const before = await connections.getForUpdate(id);
  uow.checkMatch(before.version);
  await cancelSyncsOf(uow, id);
  const emptied = await connections.update(
    before,
    { credentials: null, webhookSecret: null, scheduleEnabled: false },
    [],
  );
  const after = await connections.delete(emptied, uow.now);
  await uow
    .trx('external_accounts')
    .where({ organization_id: uow.organizationId, connection_id: id })
    .whereNull('deleted_at')
    .update({ deleted_at: uow.now, updated_at: uow.now, version: uow.trx.raw('version + 1') });
  recordConnection(uow, 'connection.deleted', { before, after });
}
