/** What metrics say of syncs. */
import type { Database } from '../../platform/database';
import type { Metrics } from '../../platform/metrics';
import type { SyncRun } from './syncs.types';

interface ProgressRow {
  provider: string;
  /** Null in the row of a provider's lag. */
  kind: string | null;
  lag_seconds: number | null;
  age_seconds: number | null;
}

/** Brings lag and ages up to date, over all organisations. A provider or kind that is gone is not shown any more. */
export async function observeSyncs(
  database: Database,
  { syncLagSeconds, syncAgeSeconds }: Pick<Metrics, 'syncLagSeconds' | 'syncAgeSeconds'>,
): Promise<void> {
  const { rows } = await database.raw<{ rows: ProgressRow[] }>('select * from sync_progress()');
  syncLagSeconds.reset();
  syncAgeSeconds.reset();
  for (const { provider, kind, lag_seconds: lag, age_seconds: age } of rows) {
    if (kind === null) syncLagSeconds.set({ provider }, lag ?? 0);
    else syncAgeSeconds.set({ provider, kind }, age ?? 0);
  }
}

/** Counts a run that has just ended; once, by whoever ended it. Dry runs did nothing. */
export function countEndedRun(
  { syncRows, syncRuns }: Pick<Metrics, 'syncRows' | 'syncRuns'>,
  provider: string,
  { kind, state, dryRun, counts }: SyncRun,
): void {
  if (dryRun) return;
  syncRuns.inc({ provider, kind, state });
  for (const outcome of ['created', 'updated', 'unchanged', 'tombstoned', 'failed'] as const) {
    syncRows.inc({ provider, outcome }, counts[outcome]);
  }
}
