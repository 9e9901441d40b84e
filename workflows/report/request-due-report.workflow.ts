/**
 * Asks for the run of a report schedule that is due; the run itself is `report-run/{runId}`'s.
 * Start: the schedule's own schedule. Id: `report-due/{scheduleId}` plus the time it was due. Messages: none.
 * End states: Completed, saying whether the run is new; Failed when the database was away for too long: a backfill makes up for it.
 */
import { proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { Activities } from '../../activities';
import type { DueReportOutput, ScheduleRef } from '../../src/domains/report-schedules/report-schedules.contract';
import { reportStepOptions } from '../../temporal-config/activity-options';
import { scheduledStartTimeAttribute } from '../../temporal-config/search-attributes';

const { requestDueReportRun } = proxyActivities<Pick<Activities, 'requestDueReportRun'>>(reportStepOptions);

/** One step. Started by hand, it is due at its start. */
export async function requestDueReport(ref: ScheduleRef): Promise<DueReportOutput> {
  const { typedSearchAttributes, startTime } = workflowInfo();
  const scheduledFor = (typedSearchAttributes.get(scheduledStartTimeAttribute) ?? startTime).toISOString();
  return requestDueReportRun({ ...ref, scheduledFor });
}
