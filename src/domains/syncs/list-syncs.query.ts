/** Reads runs and their logs. */
import type { Page, PageRequest } from '../../platform/record-repository';
import type { UnitOfWork } from '../../platform/unit-of-work';
import { encodeCursor } from '../../shared/cursor';
import { holdConnection } from '../integrations/hold-connection.query';
import { SyncLogRepository, type Logged } from './sync-log.repository';
import { SyncRunRepository } from './sync-runs.repository';
import type { SyncChange, SyncError, SyncRun } from './syncs.types';

/** @throws DomainError not_found */
export async function getSync(uow: UnitOfWork, id: string): Promise<SyncRun> {
  return new SyncRunRepository(uow.trx, uow.organizationId).get(id);
}

/** A connection's runs, newest first. @throws DomainError not_found */
export async function listSyncs(uow: UnitOfWork, connectionId: string, request: PageRequest): Promise<Page<SyncRun>> {
  await holdConnection(uow, connectionId);
  const { runs, total } = await new SyncRunRepository(uow.trx, uow.organizationId).list(connectionId, request);
  return pageFrom(runs, total, request);
}

/** What a run changed, or would have changed. @throws DomainError not_found */
export async function listSyncChanges(
  uow: UnitOfWork,
  runId: string,
  request: PageRequest,
): Promise<Page<Logged<SyncChange>>> {
  await getSync(uow, runId);
  const { rows, total } = await new SyncLogRepository(uow.trx, uow.organizationId).changes(runId, request);
  return pageFrom(rows, total, request);
}

/** What a run could not read or apply. @throws DomainError not_found */
export async function listSyncErrors(
  uow: UnitOfWork,
  runId: string,
  request: PageRequest,
): Promise<Page<Logged<SyncError>>> {
  await getSync(uow, runId);
  const { rows, total } = await new SyncLogRepository(uow.trx, uow.organizationId).errors(runId, request);
  return pageFrom(rows, total, request);
}

function pageFrom<T extends { id: string }>(rows: readonly T[], total: number, request: PageRequest): Page<T> {
  const items = rows.slice(0, request.pageSize);
  const last = items.at(-1);
  const nextCursor =
    rows.length > request.pageSize && last !== undefined ? encodeCursor({ sortValue: last.id, id: last.id }) : null;
  return { items, total, page: request.page, pageSize: request.pageSize, nextCursor };
}
