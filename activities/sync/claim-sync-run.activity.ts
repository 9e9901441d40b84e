/** Takes up the sync run of a connection whose turn it is. */
import type { ClaimedRun, ConnectionRef } from '../../src/domains/syncs/sync-steps.types';
import type { ActivityDeps } from '../activity-deps';

export interface ClaimSyncRunOutput {
  /** Null when no run waits. */
  run: ClaimedRun | null;
}

/** Idempotent: as long as the run has not ended, claiming gives the same one. */
export function createClaimSyncRun(deps: ActivityDeps) {
  return async function claimSyncRun(ref: ConnectionRef): Promise<ClaimSyncRunOutput> {
    return { run: await deps.sync.claim(ref) };
  };
}
