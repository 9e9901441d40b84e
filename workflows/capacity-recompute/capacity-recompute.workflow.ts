/**
 * Keeps one organisation's ledger up to date.
 * Start: `signalWithStart` with `dirty`, by the outbox relay. Id: `capacity/{organizationId}`, so runs of one
 * organisation never overlap. Messages: signal `dirty` (no data), query `progress`;
 * search attributes `PeopleDone` and `PeopleTotal` of a drain of more than one batch.
 * End states: Completed when idle, Cancelled after the batch under way, Failed when a batch failed for half an hour or for
 * good (the reconciler starts the next run), ContinuedAsNew when its history is long. The truth about what is dirty is the
 * table `dirty_ranges`; this workflow only decides when to look.
 */
import {
  allHandlersFinished,
  CancellationScope,
  CancelledFailure,
  condition,
  continueAsNew,
  patched,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  sleep,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import type { Activities } from '../../activities';
import {
  dirtySignal,
  progressQuery,
  type CapacityRecomputeInput,
  type CapacityRecomputeOutput,
  type DrainProgress,
} from '../../src/domains/capacity/capacity.contract';
import { recomputeBatchOptions } from '../../temporal-config/activity-options';
import { peopleDoneAttribute, peopleTotalAttribute } from '../../temporal-config/search-attributes';
import {
  batchDoneState,
  batchSummary,
  currentDetails,
  drainingState,
  isDrained,
  mustContinueAsNew,
  shownDrain,
  startedState,
  waitingState,
  wokenState,
  type RecomputeState,
} from './capacity-recompute.state';

const { drainCapacity } = proxyActivities<Pick<Activities, 'drainCapacity'>>(recomputeBatchOptions);

/** The state lives in a cell, since the signal handler and the loop both replace it. */
interface Cell {
  state: RecomputeState;
}

/** Drains, waits its window, drains again when woken meanwhile, completes when nothing comes for `idleMs`. */
export async function capacityRecompute(input: CapacityRecomputeInput): Promise<CapacityRecomputeOutput> {
  const cell: Cell = { state: startedState(input.carried) };
  setHandler(
    dirtySignal,
    () => {
      cell.state = wokenState(cell.state);
    },
    { description: 'There are dirty ranges' },
  );
  setHandler(progressQuery, () => cell.state.progress, { description: 'What this run has recomputed so far' });
  for (;;) {
    await drain(cell, input);
    enter(cell, 'window');
    await sleep(input.windowMs, { summary: 'Window: changes of this time are recomputed together' });
    if (isWoken(cell)) continue;
    enter(cell, 'idle');
    await condition(() => isWoken(cell), input.idleMs, { summary: 'Completes unless woken' });
    if (!isWoken(cell)) return cell.state.progress;
  }
}

async function drain(cell: Cell, input: CapacityRecomputeInput): Promise<void> {
  cell.state = drainingState(cell.state, Date.now());
  setCurrentDetails(currentDetails(cell.state));
  while (!isDrained(cell.state)) {
    await runBatch(cell, input);
    const limits = { maxBatchesPerRun: input.maxBatchesPerRun, suggested: workflowInfo().continueAsNewSuggested };
    if (mustContinueAsNew(cell.state, limits)) {
      await condition(allHandlersFinished);
      await continueAsNew<typeof capacityRecompute>({ ...input, carried: cell.state.progress });
    }
  }
}

/** A batch is not interrupted by a cancellation; the run then ends before the next one. */
async function runBatch(cell: Cell, input: CapacityRecomputeInput): Promise<void> {
  if (CancellationScope.current().consideredCancelled) throw new CancelledFailure('cancelled between batches');
  const { organizationId, maxPeoplePerBatch: maxPeople } = input;
  const summary = batchSummary(cell.state);
  const batch = await CancellationScope.nonCancellable(() =>
    drainCapacity.executeWithOptions({ summary }, [{ organizationId, maxPeople }]),
  );
  cell.state = batchDoneState(cell.state, batch, Date.now());
  setCurrentDetails(currentDetails(cell.state));
  showDrain(shownDrain(cell.state, batch));
}

/** In the list of the Web UI; `patched`, since histories of before have no such line. */
function showDrain(drain: DrainProgress | null): void {
  if (drain === null || !patched('drain-progress')) return;
  upsertSearchAttributes([
    { key: peopleDoneAttribute, value: drain.peopleDone },
    { key: peopleTotalAttribute, value: drain.peopleTotal },
  ]);
}

function isWoken(cell: Cell): boolean {
  return cell.state.woken;
}

function enter(cell: Cell, phase: 'window' | 'idle'): void {
  cell.state = waitingState(cell.state, phase);
  setCurrentDetails(currentDetails(cell.state));
}
