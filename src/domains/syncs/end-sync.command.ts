/** Ends runs that are done, or that cannot go on. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { SyncRunRepository } from './sync-runs.repository';
import type { SyncState } from './syncs.types';

/** All is applied: completed, unless a record failed. What was seen and neither made nor changed is unchanged. */
export async function endSync(uow: UnitOfWork, runId: string): Promise<void> {
  const runs = new SyncRunRepository(uow.trx, uow.organizationId);
  const { counts } = await runs.get(runId);
  const unchanged = Math.max(0, counts.seen - counts.created - counts.updated - counts.failed);
  await runs.advance(runId, { counts: { unchanged } });
  const hasErrors = counts.failed > 0 || (await runs.hasErrors(runId));
  await end(uow, runId, { state: hasErrors ? 'completed_with_errors' : 'completed', errorCode: null });
}

/** The run cannot go on: `errorCode` says why, and its errors what else. A run that has ended stays as it ended. */
export async function failSync(
  uow: UnitOfWork,
  { runId, errorCode }: { runId: string; errorCode: string },
): Promise<void> {
  const run = await new SyncRunRepository(uow.trx, uow.organizationId).getForUpdate(runId);
  if (run.state === 'running') await end(uow, runId, { state: 'failed', errorCode });
}

async function end(
  uow: UnitOfWork,
  runId: string,
  { state, errorCode }: { state: SyncState; errorCode: string | null },
): Promise<void> {
  const runs = new SyncRunRepository(uow.trx, uow.organizationId);
  const before = await runs.get(runId);
  await runs.end(runId, { state, errorCode, now: uow.now });
  const after = await runs.get(runId);
  const event = `sync_run.${state === 'failed' ? 'failed' : 'completed'}`;
  uow.audit({ event, entityType: 'sync_run', entityId: runId, before, after });
  uow.emit({ type: event, entityType: 'sync_run', entityId: runId, version: after.version });
}
