/** Rows of `sync_runs` as runs. */
import type { PullCursor, SyncRun } from './syncs.types';

export interface SyncRunRow {
  organization_id: string;
  id: string;
  version: number;
  connection_id: string;
  kind: SyncRun['kind'];
  dry_run: boolean;
  state: SyncRun['state'];
  phase: SyncRun['phase'];
  done: number;
  total: number | null;
  seen: number;
  created: number;
  updated: number;
  unchanged: number;
  tombstoned: number;
  failed: number;
  held: number;
  waiting: number;
  erased: number;
  cursor: PullCursor | Record<string, never>;
  trigger: SyncRun['trigger'];
  started_by: string | null;
  workflow_id: string;
  created_at: Date;
  started_at: Date | null;
  finished_at: Date | null;
  error_code: string | null;
}

/** The run of a row. */
export function toSyncRun(row: SyncRunRow): SyncRun {
  const { seen, created, updated, unchanged, tombstoned, failed, held, waiting, erased } = row;
  return {
    organizationId: row.organization_id,
    id: row.id,
    version: row.version,
    connectionId: row.connection_id,
    kind: row.kind,
    dryRun: row.dry_run,
    state: row.state,
    phase: row.phase,
    done: row.done,
    total: row.total,
    counts: { seen, created, updated, unchanged, tombstoned, failed, held, waiting, erased },
    cursor: 'step' in row.cursor ? (row.cursor as PullCursor) : null,
    trigger: row.trigger,
    startedBy: row.started_by,
    workflowId: row.workflow_id,
    createdAt: row.created_at,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    errorCode: row.error_code,
  };
}
