/** Steps of a run of a scheduled report: its figures, its files, its end. */
import type {
  FrozenRun,
  ReportRunOutput,
  ReportRunRef,
} from '../../src/domains/report-schedules/report-schedules.contract';
import type { ActivityDeps } from '../activity-deps';

/** Idempotent: a run that has its figures keeps them, and answers the same. */
export function createFreezeReport(deps: ActivityDeps) {
  return async function freezeReport(ref: ReportRunRef): Promise<FrozenRun> {
    return deps.reports.freeze(ref);
  };
}

/** Idempotent: a file that is there is not made again; one that was stored before a crash is stored again with the same bytes. */
export function createRenderReport(deps: ActivityDeps) {
  return async function renderReport({ format, ...ref }: ReportRunRef & { format: string }): Promise<void> {
    await deps.reports.render(ref, format);
  };
}

/** Idempotent: says how the run went by what is there; a run without figures that has ended stays as it is. */
export function createFinishReport(deps: ActivityDeps) {
  return async function finishReport({
    errorCode,
    ...ref
  }: ReportRunRef & { errorCode: string | null }): Promise<ReportRunOutput> {
    return { state: await deps.reports.finish(ref, errorCode) };
  };
}
