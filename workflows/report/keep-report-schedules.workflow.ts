/**
 * Makes the scheduler agree with the table of report schedules.
 * Start: the schedule `report-schedules`. Id: its own plus the time it was due. Messages: none.
 * End states: Completed with counts; Failed when database or scheduler were away for five minutes, and the next run does it.
 */
import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../../activities';
import type { KeptSchedules } from '../../src/domains/report-schedules/report-schedules.contract';
import { housekeepingOptions } from '../../temporal-config/activity-options';

const { keepReportSchedulesAsStored } =
  proxyActivities<Pick<Activities, 'keepReportSchedulesAsStored'>>(housekeepingOptions);

/** One step. */
export async function keepReportSchedules(): Promise<KeptSchedules> {
  return keepReportSchedulesAsStored();
}
