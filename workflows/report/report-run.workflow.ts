/**
 * One run of a scheduled report: figures, files, deliveries.
 * Start: the event `report_run.requested`, by the outbox relay. Id: `report-run/{runId}`, never twice; a run is one by its schedule and
 * key. Messages: query `progress`.
 * End states: Completed with the state of the run, whatever became of single files and deliveries; Failed when its figures could not be
 * read; Cancelled by an operator, the run then says so. Deliveries are tried for three days, each by itself.
 */
import {
  ActivityFailure,
  ApplicationFailure,
  CancellationScope,
  isCancellation,
  proxyActivities,
  setCurrentDetails,
  setHandler,
} from '@temporalio/workflow';
import type { Activities } from '../../activities';
import {
  reportProgressQuery,
  type ReportProgress,
  type ReportRunOutput,
  type ReportRunRef,
} from '../../src/domains/report-schedules/report-schedules.contract';
import { reportDeliveryOptions, reportStepOptions } from '../../temporal-config/activity-options';
import { progressDetails } from './report-run.state';

type Steps = Pick<Activities, 'freezeReport' | 'renderReport' | 'finishReport' | 'giveUpReportDelivery'>;

const steps = proxyActivities<Steps>(reportStepOptions);
const { deliverReport } = proxyActivities<Pick<Activities, 'deliverReport'>>(reportDeliveryOptions);

/** The progress lives in a cell, since the query reads what the steps replace. */
interface Cell {
  progress: ReportProgress;
}

/** All steps in order; deliveries beside each other. */
export async function reportRun(ref: ReportRunRef): Promise<ReportRunOutput> {
  const cell: Cell = { progress: { phase: 'freezing', done: 0, total: 1 } };
  setHandler(reportProgressQuery, () => cell.progress, { description: 'Phase and counts of the run' });
  try {
    return await work(cell, ref);
  } catch (error) {
    if (!isCancellation(error) && !(error instanceof ActivityFailure)) throw error;
    const errorCode = codeOf(error);
    await CancellationScope.nonCancellable(() =>
      steps.finishReport.executeWithOptions({ summary: 'End of the run' }, [{ ...ref, errorCode }]),
    );
    throw error;
  }
}

async function work(cell: Cell, ref: ReportRunRef): Promise<ReportRunOutput> {
  const frozen = await steps.freezeReport.executeWithOptions({ summary: 'Figures' }, [ref]);
  if (frozen.outcome === 'frozen') {
    await renderAll(cell, ref, frozen.formats);
    await deliverAll(cell, ref, frozen.deliveryIds);
  }
  show(cell, { phase: 'ended', done: 0, total: 0 });
  return steps.finishReport.executeWithOptions({ summary: 'End of the run' }, [{ ...ref, errorCode: null }]);
}

/** A format that can't be made, e.g. with too many rows, keeps the others from nobody; the end of the run finds it missing. */
async function renderAll(cell: Cell, ref: ReportRunRef, formats: readonly string[]): Promise<void> {
  for (const [done, format] of formats.entries()) {
    show(cell, { phase: 'rendering', done, total: formats.length });
    try {
      await steps.renderReport.executeWithOptions({ summary: `File: ${format}` }, [{ ...ref, format }]);
    } catch (error) {
      if (isCancellation(error) || !(error instanceof ActivityFailure)) throw error;
    }
  }
}

async function deliverAll(cell: Cell, ref: ReportRunRef, deliveryIds: readonly string[]): Promise<void> {
  show(cell, { phase: 'delivering', done: 0, total: deliveryIds.length });
  await Promise.all(
    deliveryIds.map(async (deliveryId) => {
      await deliverOne({ organizationId: ref.organizationId, deliveryId });
      show(cell, { ...cell.progress, done: cell.progress.done + 1 });
    }),
  );
}

/** Until it is delivered, refused for good, or three days are over. */
async function deliverOne(ref: { organizationId: string; deliveryId: string }): Promise<void> {
  try {
    await deliverReport.executeWithOptions({ summary: 'Delivery' }, [ref]);
  } catch (error) {
    if (isCancellation(error) || !(error instanceof ActivityFailure)) throw error;
    await steps.giveUpReportDelivery.executeWithOptions({ summary: 'No more attempts' }, [
      { ...ref, errorCode: codeOf(error) },
    ]);
  }
}

function show(cell: Cell, progress: ReportProgress): void {
  cell.progress = progress;
  setCurrentDetails(progressDetails(progress));
}

function codeOf(error: unknown): string {
  if (isCancellation(error)) return 'cancelled';
  const cause = error instanceof ActivityFailure ? error.cause : undefined;
  return cause instanceof ApplicationFailure ? (cause.type ?? 'failed') : 'timed_out';
}
