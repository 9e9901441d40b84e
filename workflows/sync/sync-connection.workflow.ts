/**
 * Runs the syncs of one connection, one after the other.
 * Start: `signalWithStart` with `wake`, by the outbox relay and by the connection's schedule. Id: `sync/{connectionId}`, so a
 * connection never has two. Messages: signal `wake` (no data), query `progress`.
 * End states: Completed when no run waits, Cancelled between steps (the run under way goes on with the next wake), Failed never
 * for a provider's sake: such a run ends as `failed` and the next one begins; ContinuedAsNew when its history is long.
 * The truth is in `sync_runs`: which run, in which phase, up to which cursor. This workflow only decides what to call next.
 */
import {
  ActivityFailure,
  allHandlersFinished,
  ApplicationFailure,
  condition,
  continueAsNew,
  isCancellation,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import type { Activities } from '../../activities';
import { syncProgressQuery, wakeSignal, type SyncInput, type SyncOutput } from '../../src/domains/syncs/sync.contract';
import type { ClaimedRun, StepResult } from '../../src/domains/syncs/sync-steps.types';
import type { SyncPhase } from '../../src/domains/syncs/syncs.types';
import { syncPullOptions, syncMatchOptions, syncWriteOptions } from '../../temporal-config/activity-options';
import { syncPhaseAttribute } from '../../temporal-config/search-attributes';
import {
  claimedState,
  currentDetails,
  lookingState,
  mustContinueAsNew,
  progressOf,
  startedState,
  steppedState,
  stepSummary,
  wokenState,
  type SyncConnectionState,
} from './sync-connection.state';

type Writing = Pick<Activities, 'claimSyncRun' | 'matchAccounts' | 'applyRecords' | 'failSyncRun'>;

const { claimSyncRun, applyRecords, failSyncRun } = proxyActivities<Writing>(syncWriteOptions);
const { matchAccounts } = proxyActivities<Writing>(syncMatchOptions);
const { pullRecords } = proxyActivities<Pick<Activities, 'pullRecords'>>(syncPullOptions);

/** The state lives in a cell, since the signal handler and the loop both replace it. */
interface Cell {
  state: SyncConnectionState;
  /** The phase that the search attribute shows. */
  shownPhase: SyncPhase | null;
}

/** Works until no run of the connection waits. A run without usable credentials waits here, for as long as it takes. */
export async function syncConnection(input: SyncInput): Promise<SyncOutput> {
  const cell: Cell = { state: startedState(input.carriedRuns ?? 0), shownPhase: null };
  setHandler(
    wakeSignal,
    () => {
      cell.state = wokenState(cell.state);
    },
    { description: 'Look again: at runs that wait, new credentials, cancellations' },
  );
  setHandler(syncProgressQuery, () => progressOf(cell.state), { description: 'Phase and counts of the run under way' });
  for (;;) {
    await look(cell, input);
    const { run } = cell.state;
    if (run === null) {
      if (isWoken(cell)) continue;
      return { runs: cell.state.runs };
    }
    await workOn(cell, input);
    if (isParked(cell)) await condition(() => isWoken(cell));
    await goOnAsNewWhenLong(cell, input);
  }
}

async function look(cell: Cell, { organizationId, connectionId }: SyncInput): Promise<void> {
  cell.state = lookingState(cell.state);
  const { run } = await claimSyncRun.executeWithOptions({ summary: stepSummary({ ...cell.state, run: null }) }, [
    { organizationId, connectionId },
  ]);
  cell.state = claimedState(cell.state, run);
  show(cell);
}

/** Steps until the run ends or waits, or the history is long. */
async function workOn(cell: Cell, input: SyncInput): Promise<void> {
  while (!isLong(cell, input)) {
    const { run } = cell.state;
    if (run === null || isParked(cell)) return;
    cell.state = steppedState(cell.state, await stepOf(cell, input, run));
    show(cell);
  }
}

async function stepOf(cell: Cell, input: SyncInput, run: ClaimedRun): Promise<StepResult> {
  const { organizationId, connectionId } = input;
  const ref = { organizationId, connectionId, runId: run.runId };
  const options = { summary: stepSummary(cell.state) };
  try {
    if (run.phase === 'pulling') return await pullRecords.executeWithOptions(options, [ref]);
    if (run.phase === 'matching') return await matchAccounts.executeWithOptions(options, [ref]);
    return await applyRecords.executeWithOptions(options, [ref]);
  } catch (error) {
    if (!(error instanceof ActivityFailure) || isCancellation(error)) throw error;
    return failSyncRun({ ...ref, errorCode: codeOf(error) });
  }
}

function codeOf({ cause }: ActivityFailure): string {
  return cause instanceof ApplicationFailure ? (cause.type ?? 'unexpected') : 'timed_out';
}

async function goOnAsNewWhenLong(cell: Cell, input: SyncInput): Promise<void> {
  if (!isLong(cell, input)) return;
  await condition(allHandlersFinished);
  await continueAsNew<typeof syncConnection>({ ...input, carriedRuns: cell.state.runs });
}

function isLong(cell: Cell, input: SyncInput): boolean {
  const suggested = workflowInfo().continueAsNewSuggested;
  return mustContinueAsNew(cell.state, { maxSteps: input.maxStepsPerRun, suggested });
}

function isParked(cell: Cell): boolean {
  return cell.state.run?.phase === 'waiting_for_credentials';
}

function isWoken(cell: Cell): boolean {
  return cell.state.woken;
}

/** Phase and counts for the Web UI. */
function show(cell: Cell): void {
  setCurrentDetails(currentDetails(cell.state));
  const phase = cell.state.run?.phase ?? null;
  if (phase === cell.shownPhase) return;
  cell.shownPhase = phase;
  upsertSearchAttributes([{ key: syncPhaseAttribute, value: phase }]);
}
