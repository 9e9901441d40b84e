/** Asks for a sync. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { DomainError, invalidField } from '../../shared/domain-error';
import { newId } from '../../shared/ids';
import { holdConnection } from '../integrations/hold-connection.query';
import { recordKindsOf, type RunKind } from '../integrations/sync-kinds.rules';
import { syncWorkflowId } from './sync.contract';
import { SyncRunRepository } from './sync-runs.repository';
import type { SyncRun, SyncTrigger } from './syncs.types';

/**
 * A run of that kind: the one that runs or waits already (`joined`), else a new one that waits for its turn (READINGS 47).
 * @throws DomainError not_found, validation_failed when the provider has nothing of that kind, conflict without credentials
 */
export async function requestSync(
  uow: UnitOfWork,
  request: { connectionId: string; kind: RunKind; dryRun: boolean; trigger: SyncTrigger },
): Promise<{ run: SyncRun; joined: boolean }> {
  const { connectionId, kind, dryRun, trigger } = request;
  const connection = await holdConnection(uow, connectionId);
  if (recordKindsOf(connection.provider, kind).length === 0) {
    throw invalidField('/query/kind', 'not_supported', `${connection.provider} has no ${kind} to read`);
  }
  if (!connection.hasCredentials) {
    throw new DomainError('conflict', 'The connection has no credentials; give it some first.', {
      connection_status: connection.status,
      connection_error: connection.error,
    });
  }
  const runs = new SyncRunRepository(uow.trx, uow.organizationId);
  const open = await runs.open(connectionId);
  const same = open.find((run) => run.kind === kind && run.dryRun === dryRun);
  if (same !== undefined) return { run: same, joined: true };
  return { run: await queueSync(uow, { connection, kind, dryRun, trigger }), joined: false };
}

/** A new run that waits for its turn, and a wake-up for whoever runs it. None of that kind waits already. */
export async function queueSync(
  uow: UnitOfWork,
  of: { connection: { id: string; version: number }; kind: RunKind; dryRun: boolean; trigger: SyncTrigger },
): Promise<SyncRun> {
  const { connection, kind, dryRun, trigger } = of;
  const { id: connectionId, version } = connection;
  const runs = new SyncRunRepository(uow.trx, uow.organizationId);
  const workflowId = syncWorkflowId(connectionId);
  const startedBy = uow.actor.userId;
  const run = await runs.insert({ id: newId(), connectionId, kind, dryRun, trigger, startedBy, workflowId });
  uow.audit({ event: 'sync_run.created', entityType: 'sync_run', entityId: run.id, before: null, after: run });
  uow.emit({ type: 'sync.requested', entityType: 'connection', entityId: connectionId, version, urgent: true });
  return run;
}
