/** The sync workflow's state and its transitions: pure, so that every case is a line of a table test. */
import type { SyncProgress } from '../../src/domains/syncs/sync.contract';
import type { ClaimedRun, StepResult } from '../../src/domains/syncs/sync-steps.types';

export interface SyncConnectionState {
  /** A wake signal came since runs were last looked for. */
  readonly woken: boolean;
  /** The run under way; null between runs. */
  readonly run: ClaimedRun | null;
  /** Steps of this workflow run alone, since each adds to its history. */
  readonly steps: number;
  /** Sync runs that ended in it, counted over continue-as-new. */
  readonly runs: number;
}

/** A workflow run begins by looking for runs, whatever started it. */
export function startedState(runs: number): SyncConnectionState {
  return { woken: true, run: null, steps: 0, runs };
}

/** A wake signal: remembered until runs are looked for, however many came. */
export function wokenState(state: SyncConnectionState): SyncConnectionState {
  return { ...state, woken: true };
}

/** Runs are being looked for: earlier signals are answered by that. */
export function lookingState(state: SyncConnectionState): SyncConnectionState {
  return { ...state, woken: false, steps: state.steps + 1 };
}

/** A run is taken up, or there is none. */
export function claimedState(state: SyncConnectionState, run: ClaimedRun | null): SyncConnectionState {
  return { ...state, run };
}

/** A step of the run is done. */
export function steppedState(state: SyncConnectionState, result: StepResult): SyncConnectionState {
  if (state.run === null) return state;
  const isOver = result.phase === 'ended';
  return {
    ...state,
    run: isOver ? null : { ...state.run, ...result },
    steps: state.steps + 1,
    runs: state.runs + (isOver ? 1 : 0),
  };
}

/** What the `progress` query answers. */
export function progressOf({ run }: SyncConnectionState): SyncProgress {
  if (run === null) return { runId: null, phase: 'waiting', done: 0, total: null };
  return { runId: run.runId, phase: run.phase, done: run.done, total: run.total };
}

/** True when the history of this workflow run is long enough to go on in a new one. */
export function mustContinueAsNew(
  state: SyncConnectionState,
  limits: { maxSteps: number; suggested: boolean },
): boolean {
  return limits.suggested || state.steps >= limits.maxSteps;
}

/** One line of the Temporal Web UI about the step under way. @example `Roster: applying 40 of 120` */
export function stepSummary({ run }: SyncConnectionState): string {
  if (run === null) return 'Look for a run that waits';
  const kind = run.kind.charAt(0).toUpperCase() + run.kind.slice(1);
  const total = run.total === null ? '' : ` of ${String(run.total)}`;
  return `${kind}${run.dryRun ? ' (dry run)' : ''}: ${run.phase.replaceAll('_', ' ')}, ${String(run.done)}${total} records`;
}

/** The workflow's current state as Markdown for the Temporal Web UI. */
export function currentDetails(state: SyncConnectionState): string {
  const { run } = state;
  const lines = [`- syncs that ended here: ${String(state.runs)}`];
  if (run === null) return ['**Between syncs.**', ...lines].join('\n');
  const headline =
    run.phase === 'waiting_for_credentials'
      ? '**Waits for credentials**: the provider does not accept those of the connection.'
      : `**${stepSummary(state)}**`;
  return [headline, `- run: ${run.runId}`, ...lines].join('\n');
}
