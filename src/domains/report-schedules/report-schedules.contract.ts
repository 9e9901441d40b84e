/** What API, relay and workflows share about scheduled reports: names, ids, inputs and outputs. */
import { defineQuery } from '@temporalio/workflow';

/** Freezes, renders and delivers one run. */
export const REPORT_RUN_WORKFLOW = 'reportRun';
/** Delivers one report once more. */
export const REDELIVERY_WORKFLOW = 'redeliverReport';
/** What a schedule of the scheduler starts: asks for the run that is due. */
export const DUE_REPORT_WORKFLOW = 'requestDueReport';
/** Makes the scheduler agree with the table. */
export const KEEP_SCHEDULES_WORKFLOW = 'keepReportSchedules';

/** Begins the id of every schedule of a report in the scheduler. */
export const REPORT_SCHEDULE_PREFIX = 'report/';

/** Id of a schedule in the scheduler. @example reportScheduleId('0198…') === 'report/0198…' */
export function reportScheduleId(scheduleId: string): string {
  return `${REPORT_SCHEDULE_PREFIX}${scheduleId}`;
}

/** Id of the one workflow of a run; a run is one by its schedule and key (report_runs_key). */
export function reportRunWorkflowId(runId: string): string {
  return `report-run/${runId}`;
}

/** Id of the workflow of one more round of a delivery. */
export function redeliveryWorkflowId(deliveryId: string, round: number): string {
  return `report-delivery/${deliveryId}/${String(round)}`;
}

export interface ScheduleRef {
  organizationId: string;
  scheduleId: string;
}

export interface ReportRunRef {
  organizationId: string;
  runId: string;
}

export interface DeliveryRef {
  organizationId: string;
  deliveryId: string;
}

/** `ended`: there is nothing to do, or nothing that may be done. */
export type FrozenRun = { outcome: 'ended' } | { outcome: 'frozen'; formats: string[]; deliveryIds: string[] };

export interface ReportRunOutput {
  /** Of the run when the workflow ended. */
  state: string;
}

export interface DeliveryOutput {
  outcome: 'delivered' | 'failed';
}

export interface DueReportOutput {
  /** False when the run was there already, or the schedule is not active. */
  requested: boolean;
}

export interface KeptSchedules {
  kept: number;
  removed: number;
}

/** Where a run is; needs a live worker, so screens read the run's record instead. */
export interface ReportProgress {
  phase: 'freezing' | 'rendering' | 'delivering' | 'ended';
  /** Of the phase's files or deliveries. */
  done: number;
  total: number;
}

export const reportProgressQuery = defineQuery<ReportProgress>('progress');
