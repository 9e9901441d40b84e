/** Reads connections for their own routes. */
import type { Page, PageRequest } from '../../platform/record-repository';
import type { UnitOfWork } from '../../platform/unit-of-work';
import { ConnectionRepository } from './connections.repository';
import type { Connection } from './connections.types';

/** One page in the order they were made. */
export async function listConnections(uow: UnitOfWork, request: PageRequest): Promise<Page<Connection>> {
  return new ConnectionRepository(uow.trx, uow.organizationId).list(request);
}

/** @throws DomainError not_found */
export async function getConnection(uow: UnitOfWork, id: string): Promise<Connection> {
  return new ConnectionRepository(uow.trx, uow.organizationId).get(id);
}

/** Held until the transaction ends. @throws DomainError not_found */
export async function getConnectionForUpdate(uow: UnitOfWork, id: string): Promise<Connection> {
  return new ConnectionRepository(uow.trx, uow.organizationId).getForUpdate(id);
}
