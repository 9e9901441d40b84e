/** The steps of a sync, as activities call them. */
import { claimSync } from './claim-sync.command';
import { failSync } from './end-sync.command';
import { applyStep, matchStep } from './apply-step.command';
import { pullStep } from './pull-step.command';
import { requestDueSyncs } from './request-due-syncs.command';
import { inSync, standOf, type SyncStepDeps } from './sync-step-runtime.command';
import type { ClaimedRun, ConnectionRef, RunRef, StepResult } from './sync-steps.types';

export interface SyncSteps {
  claim(ref: ConnectionRef): Promise<ClaimedRun | null>;
  pull(ref: RunRef, signal: AbortSignal): Promise<StepResult>;
  match(ref: RunRef): Promise<StepResult>;
  apply(ref: RunRef): Promise<StepResult>;
  fail(ref: RunRef, errorCode: string): Promise<StepResult>;
  requestDue(ref: ConnectionRef): Promise<number>;
}

/** Every step with its dependencies. Each may be repeated, and two of one run at once do the work of one. */
export function createSyncSteps(deps: SyncStepDeps): SyncSteps {
  return {
    claim: (ref) => inSync(deps, ref, (uow) => claimSync(uow, ref.connectionId)),
    pull: (ref, signal) => pullStep(deps, ref, signal),
    match: (ref) => matchStep(deps, ref),
    apply: (ref) => applyStep(deps, ref),
    requestDue: (ref) => inSync(deps, ref, (uow) => requestDueSyncs(uow, ref.connectionId)),
    fail: (ref, errorCode) =>
      inSync(deps, ref, async (uow) => {
        await failSync(uow, { runId: ref.runId, errorCode });
        return standOf(uow, ref);
      }),
  };
}
