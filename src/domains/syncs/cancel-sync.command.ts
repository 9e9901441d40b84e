/** Ends runs before they are done. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { DomainError } from '../../shared/domain-error';
import { SyncRunRepository } from './sync-runs.repository';
import type { SyncRun } from './syncs.types';

/**
 * The run has ended when this commits: every step of it holds this row, and none begins any more. What was applied before
 * stays, whole people at a time, and is in the run's changes; nothing is half applied.
 * @throws DomainError not_found, run_finished, stale_version
 */
export async function cancelSync(uow: UnitOfWork, id: string): Promise<SyncRun> {
  const before = await new SyncRunRepository(uow.trx, uow.organizationId).getForUpdate(id);
  uow.checkMatch(before.version);
  if (before.state !== 'queued' && before.state !== 'running') {
    throw new DomainError('run_finished', `The run has ended: ${before.state}.`);
  }
  return endAsCancelled(uow, before);
}

/** Cancels whatever of a connection runs or waits, e.g. because the connection goes. */
export async function cancelSyncsOf(uow: UnitOfWork, connectionId: string): Promise<void> {
  const runs = new SyncRunRepository(uow.trx, uow.organizationId);
  for (const { id } of await runs.open(connectionId)) {
    const run = await runs.getForUpdate(id);
    if (run.state === 'queued' || run.state === 'running') await endAsCancelled(uow, run);
  }
}

async function endAsCancelled(uow: UnitOfWork, before: SyncRun): Promise<SyncRun> {
  const runs = new SyncRunRepository(uow.trx, uow.organizationId);
  await runs.end(before.id, { state: 'cancelled', errorCode: null, now: uow.now });
  const after = await runs.get(before.id);
  uow.audit({ event: 'sync_run.cancelled', entityType: 'sync_run', entityId: after.id, before, after });
  uow.emit({
    type: 'sync.cancelled',
    entityType: 'connection',
    entityId: before.connectionId,
    version: 1,
    urgent: true,
  });
  return after;
}
