/** Applies the records of a few accounts to the plan; all of them at once, taken back, in a dry run. */
import type { RunRef, StepResult } from '../../src/domains/syncs/sync-steps.types';
import type { ActivityDeps } from '../activity-deps';

/** Idempotent: a batch is committed with the cursor behind it, or not at all. */
export function createApplyRecords(deps: ActivityDeps) {
  return async function applyRecords(ref: RunRef): Promise<StepResult> {
    return deps.sync.apply(ref);
  };
}
