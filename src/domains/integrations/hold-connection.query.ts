/** A connection as other domains see it: everything but its secrets. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { DomainError } from '../../shared/domain-error';
import { ConnectionRepository } from './connections.repository';
import type { Connection } from './connections.types';

/** Without ciphertexts; `hasCredentials` says whether there are any. */
export type VisibleConnection = Omit<Connection, 'credentials' | 'webhookSecret'> & { hasCredentials: boolean };

/** The connection, held until the transaction ends, so that it is not deleted meanwhile. @throws DomainError not_found */
export async function holdConnection(uow: UnitOfWork, id: string): Promise<VisibleConnection> {
  const connections = new ConnectionRepository(uow.trx, uow.organizationId);
  const { credentials, webhookSecret: _, ...visible } = await connections.getForUpdate(id);
  return { ...visible, hasCredentials: credentials !== null };
}

/** The same; undefined when it was deleted. */
export async function holdConnectionIfAny(uow: UnitOfWork, id: string): Promise<VisibleConnection | undefined> {
  try {
    return await holdConnection(uow, id);
  } catch (error) {
    if (error instanceof DomainError && error.code === 'not_found') return undefined;
    throw error;
  }
}

/** Keeps syncs of the connection out until the transaction ends, also of one that is deleted. Take it before their accounts. */
export async function lockConnection(uow: UnitOfWork, id: string): Promise<void> {
  await uow
    .trx('connections')
    .where({ organization_id: uow.organizationId, id })
    .forNoKeyUpdate()
    .select<unknown[]>('id');
}
