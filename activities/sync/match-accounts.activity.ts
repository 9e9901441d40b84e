/** Saves the accounts of a connection and finds out who is who. */
import type { RunRef, StepResult } from '../../src/domains/syncs/sync-steps.types';
import type { ActivityDeps } from '../activity-deps';

/** Idempotent: with the same accounts and decisions it writes nothing. */
export function createMatchAccounts(deps: ActivityDeps) {
  return async function matchAccounts(ref: RunRef): Promise<StepResult> {
    return deps.sync.match(ref);
  };
}
