/** Reports that are made by the clock, their runs, and what is delivered. */
import type { Language } from '../../rendering/table.types';
import type { RecordFields } from '../../shared/record-fields';
import type { ReportFormat } from '../reports/report-formats.types';

/** What can be scheduled: every report over dates. */
export const scheduledReports = [
  'utilization',
  'overbookings',
  'capacity-vs-load',
  'heatmap',
  'month-grid',
  'plan-vs-actual',
  'availability',
] as const;
export type ScheduledReport = (typeof scheduledReports)[number];

/** `stopped`: by the system; `stateReason` says why. */
export const scheduleStates = ['active', 'paused', 'stopped'] as const;
export type ScheduleState = (typeof scheduleStates)[number];

/** Why a schedule was stopped: what its owner has lost, or that the scheduler cannot carry it out. */
export type StopReason = 'owner_not_member' | 'owner_lacks_permission' | 'report_forbidden' | 'refused_by_scheduler';

/** Whom a report goes to. The secret of a webhook is kept apart, under the same id. */
export type Recipient = { id: string; kind: 'email'; address: string } | { id: string; kind: 'webhook'; url: string };

export interface ReportSchedule extends RecordFields {
  /** With whose rights it runs. */
  ownerUserId: string;
  name: string;
  report: ScheduledReport;
  /** As given: dates, or a period that each run resolves. */
  parameters: Record<string, unknown>;
  cron: string;
  timezone: string;
  formats: ReportFormat[];
  language: Language;
  recipients: Recipient[];
  state: ScheduleState;
  stateReason: StopReason | null;
}

export const runStates = ['queued', 'running', 'completed', 'completed_with_errors', 'failed', 'cancelled'] as const;
export type RunState = (typeof runStates)[number];
export const runTriggers = ['schedule', 'manual', 'backfill'] as const;
export type RunTrigger = (typeof runTriggers)[number];

export interface ReportRun extends RecordFields {
  scheduleId: string;
  /** Once in a schedule: the local minute it was due (`2026-10-25T02:30`), or `manual-…`. */
  runKey: string;
  trigger: RunTrigger;
  scheduledFor: Date;
  state: RunState;
  requestedBy: string | null;
  /** False for a backfill that only makes the files. */
  delivers: boolean;
  report: ScheduledReport;
  /** As resolved for this run once the figures are frozen. */
  parameters: Record<string, unknown>;
  /** `parameters` in one spelling; null until the figures are frozen. */
  parametersKey: string | null;
  /** Whose figures it holds. */
  audience: string | null;
  /** When the figures were read; they never change again. */
  computedAt: Date | null;
  formats: ReportFormat[];
  language: Language;
  startedAt: Date | null;
  finishedAt: Date | null;
  errorCode: string | null;
}

/** A finished file; its bytes are in the file store. */
export interface ReportFile {
  runId: string;
  format: ReportFormat;
  name: string;
  mediaType: string;
  bytes: number;
  sha256: string;
}

export const deliveryStates = ['pending', 'delivered', 'failed'] as const;
export type DeliveryState = (typeof deliveryStates)[number];

export interface ReportDelivery extends RecordFields {
  runId: string;
  recipientId: string;
  kind: Recipient['kind'];
  /** Address or URL. */
  target: string;
  state: DeliveryState;
  /** 1, and one more for each time somebody asked for it again; each has a message id of its own. */
  round: number;
  /** Of all rounds. */
  attempts: number;
  /** Of the rounds before this one, which is no more tried again slowly because they were. */
  attemptsBeforeRound: number;
  lastAttemptAt: Date | null;
  /** A code; of the last attempt that failed. */
  lastError: string | null;
  deliveredAt: Date | null;
}

/** A run with what was made of it. */
export interface RunFile {
  run: ReportRun;
  files: ReportFile[];
  deliveries: ReportDelivery[];
}
