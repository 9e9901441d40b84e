/** The recompute workflow's state and its transitions: pure, so that every case is a line of a table test. */
import type { CapacityProgress, DrainProgress } from '../../src/domains/capacity/capacity.contract';

/** What the run is doing: draining dirty ranges, keeping its window, or waiting for more work before it completes. */
export type RecomputePhase = 'draining' | 'window' | 'idle';

export interface RecomputeState {
  readonly phase: RecomputePhase;
  /** A wake signal came since the last drain began. */
  readonly woken: boolean;
  /** People still dirty after the last batch; null before the first batch of a drain. */
  readonly remainingPeople: number | null;
  /** Batches of this run alone, since each adds to its history. */
  readonly batchesOfRun: number;
  readonly progress: CapacityProgress;
}

/** What one batch did. */
export interface BatchResult {
  people: number;
  changedWeeks: number;
  remainingPeople: number;
}

/** A run begins by draining, whatever started it. */
export function startedState(carried: CapacityProgress | undefined): RecomputeState {
  const progress = carried ?? { peopleDone: 0, batches: 0, changedWeeks: 0, lastDrainedAt: null };
  return { phase: 'draining', woken: true, remainingPeople: null, batchesOfRun: 0, progress };
}

/** A wake signal: remembered until the next drain begins, however many came. */
export function wokenState(state: RecomputeState): RecomputeState {
  return { ...state, woken: true };
}

/**
 * A drain begins at `at` (milliseconds since the epoch): what is dirty now is covered by it, so earlier signals are answered. One that
 * was carried over a continue-as-new goes on.
 */
export function drainingState(state: RecomputeState, at: number): RecomputeState {
  const { drain, ...progress } = state.progress;
  const isUnderWay = drain !== undefined && drain.peopleDone < drain.peopleTotal;
  const startedAt = new Date(at).toISOString();
  const begun = { startedAt, peopleDone: 0, peopleTotal: 0, peoplePerSecond: null };
  return {
    ...state,
    phase: 'draining',
    woken: false,
    remainingPeople: null,
    progress: { ...progress, drain: isUnderWay ? drain : begun },
  };
}

/** One batch is done, at `at` (milliseconds since the epoch). */
export function batchDoneState(state: RecomputeState, batch: BatchResult, at: number): RecomputeState {
  const { progress } = state;
  return {
    ...state,
    remainingPeople: batch.remainingPeople,
    batchesOfRun: state.batchesOfRun + 1,
    progress: {
      peopleDone: progress.peopleDone + batch.people,
      batches: progress.batches + 1,
      changedWeeks: progress.changedWeeks + batch.changedWeeks,
      lastDrainedAt: new Date(at).toISOString(),
      ...(progress.drain === undefined ? {} : { drain: drainAfter(progress.drain, batch, at) }),
    },
  };
}

/**
 * How far a drain is, for the search attributes; null while there is nothing to tell: of a drain that was done with its first batch,
 * as most are, a line more in the history would be all that anybody gets.
 */
export function shownDrain({ progress, remainingPeople }: RecomputeState, batch: BatchResult): DrainProgress | null {
  const { drain } = progress;
  if (drain === undefined) return null;
  return remainingPeople === 0 && drain.peopleDone === batch.people ? null : drain;
}

function drainAfter(drain: DrainProgress, batch: BatchResult, at: number): DrainProgress {
  const peopleDone = drain.peopleDone + batch.people;
  const elapsedMs = at - Date.parse(drain.startedAt);
  return {
    startedAt: drain.startedAt,
    peopleDone,
    peopleTotal: peopleDone + batch.remainingPeople,
    peoplePerSecond: elapsedMs > 0 ? Math.round((peopleDone * 10_000) / elapsedMs) / 10 : null,
  };
}

/** The run waits: for its window to pass, or for more work. */
export function waitingState(state: RecomputeState, phase: 'window' | 'idle'): RecomputeState {
  return { ...state, phase };
}

/** True when nobody was dirty after the last batch. A batch that found nobody ends a drain too. */
export function isDrained(state: RecomputeState): boolean {
  return state.remainingPeople === 0;
}

/** True when the history of this run is long enough to go on in a new one. */
export function mustContinueAsNew(
  state: RecomputeState,
  limits: { maxBatchesPerRun: number; suggested: boolean },
): boolean {
  return limits.suggested || state.batchesOfRun >= limits.maxBatchesPerRun;
}

/** The line of the Temporal Web UI about the next batch. */
export function batchSummary(state: RecomputeState): string {
  const { remainingPeople } = state;
  const left = remainingPeople === null ? '' : `, ${String(remainingPeople)} people left`;
  return `Recompute batch ${String(state.progress.batches + 1)}${left}`;
}

/** The run's current state as Markdown for the Temporal Web UI. */
export function currentDetails(state: RecomputeState): string {
  const { progress } = state;
  const headline = {
    draining: '**Recomputing** the dirty part of the ledger.',
    window: '**Up to date**, keeping its window before looking again.',
    idle: '**Up to date**, completes unless something changes soon.',
  }[state.phase];
  return [
    headline,
    `- people recomputed: ${String(progress.peopleDone)} in ${String(progress.batches)} batches`,
    ...drainLines(progress.drain),
    `- weeks that changed: ${String(progress.changedWeeks)}`,
    `- last batch: ${progress.lastDrainedAt ?? 'none yet'}`,
  ].join('\n');
}

function drainLines(drain: DrainProgress | undefined): string[] {
  if (drain === undefined || drain.peopleTotal === 0) return [];
  const rate = drain.peoplePerSecond === null ? '' : `, ${String(drain.peoplePerSecond)} a second`;
  return [`- this drain: ${String(drain.peopleDone)} of ${String(drain.peopleTotal)} people${rate}`];
}
