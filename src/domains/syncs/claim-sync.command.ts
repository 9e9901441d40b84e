/** Takes up the run of a connection whose turn it is. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import type { IsoDate } from '../../shared/calendar-dates';
import { holdConnectionIfAny } from '../integrations/hold-connection.query';
import { firstCursor } from './pull-steps.rules';
import { SyncRunRepository } from './sync-runs.repository';
import type { ClaimedRun } from './sync-steps.types';
import type { SyncRun } from './syncs.types';

/**
 * The run that is under way, else the oldest one that waits, which begins. A run that waits for credentials goes on where it
 * stopped once the connection has some that were not refused. Idempotent: claiming twice gives the same run.
 */
export async function claimSync(uow: UnitOfWork, connectionId: string): Promise<ClaimedRun | null> {
  // A connection that was deleted has no runs to claim: they were cancelled with it.
  const connection = await holdConnectionIfAny(uow, connectionId);
  if (connection === undefined) return null;
  const runs = new SyncRunRepository(uow.trx, uow.organizationId);
  const [next] = await runs.open(connectionId);
  if (next === undefined) return null;
  const run = await runs.getForUpdate(next.id);
  if (run.state === 'queued') {
    const phase = run.kind === 'apply' ? 'matching' : 'pulling';
    await runs.begin(run.id, { phase, cursor: firstCursor(today(uow)), now: uow.now });
  }
  if (run.phase === 'waiting_for_credentials' && connection.status === 'connected') {
    await runs.advance(run.id, { phase: 'pulling' });
  }
  return claimed(await runs.get(run.id));
}

function today(uow: UnitOfWork): IsoDate {
  return uow.now.toISOString().slice(0, 10);
}

function claimed({ id, kind, dryRun, phase, done, total }: SyncRun): ClaimedRun {
  return { runId: id, kind, dryRun, phase, done, total };
}
