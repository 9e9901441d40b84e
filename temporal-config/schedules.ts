/**
 * Every schedule, as data. The worker makes the server agree with this list at each start: what is missing is created,
 * what differs is updated. Local times keep clear of 00:00-03:59, where a change of clocks drops or doubles a run.
 */
import { PLAN_CHARGE_QUEUE } from './task-queues';

/** One schedule. `input` is the workflow's only argument; times in milliseconds unless the name says otherwise. */
export interface ScheduleDefinition<Input extends object = object> {
  scheduleId: string;
  workflowType: string;
  taskQueue: string;
  /** One line for the Temporal Web UI. */
  summary: string;
  when: { hour: number; minute: number; timezone: string } | { everyMs: number };
  /** `SKIP`: a run that is still going makes the next one unnecessary. `BUFFER_ONE`: one may wait. */
  overlap: 'SKIP' | 'BUFFER_ONE';
  /** How late a missed run may still start after the server was away. */
  catchupWindowMs: number;
  jitterMs: number;
  input: Input;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** 04:10 in Paris: after the night's imports, before anyone plans, and never in the hour that clocks skip or repeat. */
export const nightlyAuditSchedule = {
  scheduleId: 'nightly-audit',
  workflowType: 'nightlyAudit',
  taskQueue: PLAN_CHARGE_QUEUE,
  summary: 'Recomputes 1 % of the ledger and compares it with what is stored',
  when: { hour: 4, minute: 10, timezone: 'Europe/Paris' },
  overlap: 'SKIP',
  catchupWindowMs: 6 * HOUR_MS,
  jitterMs: 0,
  input: { organizationsPerPage: 100, sampleShare: 0.01, maxPeoplePerBatch: 50 },
} as const satisfies ScheduleDefinition;

/** The net below the outbox: finds work that nothing is doing, and throws away what has expired. */
export const reconcileSchedule = {
  scheduleId: 'reconcile',
  workflowType: 'reconcile',
  taskQueue: PLAN_CHARGE_QUEUE,
  summary: 'Restarts what was left behind and removes expired rows',
  when: { everyMs: 10 * MINUTE_MS },
  overlap: 'SKIP',
  catchupWindowMs: MINUTE_MS,
  jitterMs: 0,
  input: {
    dirtyOlderThanMs: 2 * MINUTE_MS,
    stuckOlderThanMs: 5 * MINUTE_MS,
    organizationsPerRun: 500,
    idempotencyKeysOlderThanMs: DAY_MS,
    relayedEventsOlderThanMs: 30 * DAY_MS,
  },
} as const satisfies ScheduleDefinition;

/** 04:40 in Paris, after the audit: erases the people whom organisations no longer want to keep. */
export const retentionSchedule = {
  scheduleId: 'retention',
  workflowType: 'retention',
  taskQueue: PLAN_CHARGE_QUEUE,
  summary: 'Asks for the erasure of people who left long enough ago, and removes old runs of reports',
  when: { hour: 4, minute: 40, timezone: 'Europe/Paris' },
  overlap: 'SKIP',
  catchupWindowMs: 6 * HOUR_MS,
  jitterMs: 0,
  input: {
    organizationsPerPage: 100,
    peoplePerOrganization: 200,
    reportRunsPerOrganization: 200,
    after: null,
    requested: 0,
  },
} as const satisfies ScheduleDefinition;

/** The net below the events of report schedules: what somebody deleted or changed in the scheduler is put right. */
export const reportSchedulesSchedule = {
  scheduleId: 'report-schedules',
  workflowType: 'keepReportSchedules',
  taskQueue: PLAN_CHARGE_QUEUE,
  summary: 'Makes the schedules of reports agree with the table',
  when: { everyMs: 10 * MINUTE_MS },
  overlap: 'SKIP',
  catchupWindowMs: MINUTE_MS,
  jitterMs: 0,
  input: {},
} as const satisfies ScheduleDefinition;

/** The whole list. */
export const schedules: readonly ScheduleDefinition[] = [
  nightlyAuditSchedule,
  reconcileSchedule,
  retentionSchedule,
  reportSchedulesSchedule,
];
