/** The scheduler and the table of report schedules. */
import type {
  DueReportOutput,
  KeptSchedules,
  ScheduleRef,
} from '../../src/domains/report-schedules/report-schedules.contract';
import type { ActivityDeps } from '../activity-deps';

/** Idempotent: a schedule has one run for each local minute it is due. */
export function createRequestDueReport(deps: ActivityDeps) {
  return async function requestDueReportRun({
    scheduledFor,
    ...ref
  }: ScheduleRef & { scheduledFor: string }): Promise<DueReportOutput> {
    return { requested: await deps.reports.requestDue(ref, new Date(scheduledFor)) };
  };
}

/** Idempotent: what agrees with the table is written again as it is. */
export function createKeepReportSchedules(deps: ActivityDeps) {
  return async function keepReportSchedulesAsStored(): Promise<KeptSchedules> {
    return deps.keepReportSchedules();
  };
}
