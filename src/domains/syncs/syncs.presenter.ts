/** Sync runs, their changes and errors as they are answered, to admins alone. */
import { inSnakeCase } from '../../shared/in-snake-case';
import type { SyncChange, SyncError, SyncRun } from './syncs.types';

interface Stored {
  id: string;
  createdAt: Date;
}

/** A run. */
export function presentSyncRun(run: SyncRun): object {
  return {
    id: run.id,
    version: run.version,
    connection_id: run.connectionId,
    kind: run.kind,
    dry_run: run.dryRun,
    state: run.state,
    phase: run.phase,
    done: run.done,
    total: run.total,
    counts: run.counts,
    trigger: run.trigger,
    started_by: run.startedBy,
    workflow_id: run.workflowId,
    created_at: run.createdAt.toISOString(),
    started_at: run.startedAt?.toISOString() ?? null,
    finished_at: run.finishedAt?.toISOString() ?? null,
    error: run.errorCode,
  };
}

/** One change of a run. */
export function presentSyncChange(change: SyncChange & Stored): object {
  return {
    ...presentLogged(change),
    action: change.action,
    // What is applied of an account is a change of its person.
    entity_type: change.entityType === 'external_account' ? 'person' : change.entityType,
    entity_id: change.entityId,
    before: inSnakeCase(change.before),
    after: inSnakeCase(change.after),
  };
}

/** One record that failed. */
export function presentSyncError(error: SyncError & Stored): object {
  return { ...presentLogged(error), code: error.code, detail: error.detail };
}

function presentLogged(entry: Stored & { recordKind: string; externalId: string }): object {
  return {
    id: entry.id,
    record_kind: entry.recordKind,
    external_id: entry.externalId,
    created_at: entry.createdAt.toISOString(),
  };
}
