/** Ends a run that cannot go on. */
import type { RunRef, StepResult } from '../../src/domains/syncs/sync-steps.types';
import type { ActivityDeps } from '../activity-deps';

export interface FailSyncRunInput extends RunRef {
  /** A code, never a text. */
  errorCode: string;
}

/** Idempotent: a run that has ended stays as it ended. */
export function createFailSyncRun(deps: ActivityDeps) {
  return async function failSyncRun({ errorCode, ...ref }: FailSyncRunInput): Promise<StepResult> {
    return deps.sync.fail(ref, errorCode);
  };
}
