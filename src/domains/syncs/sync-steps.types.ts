/** What the steps of a sync are given and answer: ids, phases and counts, fit for a workflow history. */
import type { RunKind } from '../integrations/sync-kinds.rules';
import type { SyncPhase } from './syncs.types';

export interface ConnectionRef {
  organizationId: string;
  connectionId: string;
}

export interface RunRef extends ConnectionRef {
  runId: string;
}

/** Where a run stands after a step. */
export interface StepResult {
  phase: SyncPhase;
  done: number;
  total: number | null;
}

/** The run whose turn it is; null when none waits. */
export interface ClaimedRun extends StepResult {
  runId: string;
  kind: RunKind;
  dryRun: boolean;
}
