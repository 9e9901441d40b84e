/** Schedules, runs and deliveries as they are answered. */
import { presentRecordFields } from '../../shared/record-fields';
import { ZoneClock } from '../../shared/zone-clock';
import { nextFireTime } from './fire-times.rules';
import { reportRunWorkflowId } from './report-schedules.contract';
import { toldFile } from './webhook-body.rules';
import type { ReportDelivery, ReportRun, ReportSchedule, RunFile } from './report-schedules.types';

/** Presents the schedules of a page, with one clock for each time zone among them. */
export function schedulePresenter(now: Date): (schedule: ReportSchedule) => object {
  const clocks = new Map<string, ZoneClock>();
  return (schedule) => {
    const clock = clocks.get(schedule.timezone) ?? new ZoneClock(schedule.timezone);
    clocks.set(schedule.timezone, clock);
    return presentSchedule(schedule, now, clock);
  };
}

/** A schedule; what is not active has no next run. */
export function presentSchedule(schedule: ReportSchedule, now: Date, clock?: ZoneClock): object {
  const isActive = schedule.state === 'active' && schedule.deletedAt === null;
  return {
    ...presentRecordFields(schedule),
    owner_user_id: schedule.ownerUserId,
    name: schedule.name,
    report: schedule.report,
    parameters: schedule.parameters,
    cron: schedule.cron,
    timezone: schedule.timezone,
    formats: schedule.formats,
    language: schedule.language,
    recipients: schedule.recipients.map((recipient) =>
      recipient.kind === 'email' ? recipient : { ...recipient, has_secret: true },
    ),
    state: schedule.state,
    state_reason: schedule.stateReason,
    next_run_at: isActive ? (nextFireTime(schedule, now, clock)?.toISOString() ?? null) : null,
  };
}

/** A run without what it made. */
export function presentRun(run: ReportRun): object {
  return {
    ...presentRecordFields(run),
    schedule_id: run.scheduleId,
    run_key: run.runKey,
    workflow_id: reportRunWorkflowId(run.id),
    trigger: run.trigger,
    state: run.state,
    scheduled_for: run.scheduledFor.toISOString(),
    report: run.report,
    parameters: run.parameters,
    formats: run.formats,
    language: run.language,
    delivers: run.delivers,
    requested_by: run.requestedBy,
    computed_at: run.computedAt?.toISOString() ?? null,
    started_at: run.startedAt?.toISOString() ?? null,
    finished_at: run.finishedAt?.toISOString() ?? null,
    error_code: run.errorCode,
  };
}

/** A run with its files and deliveries. */
export function presentRunFile({ run, files, deliveries }: RunFile): object {
  return {
    ...presentRun(run),
    files: files.map((file) => toldFile(run.id, file)),
    deliveries: deliveries.map(presentDelivery),
  };
}

/** A delivery and how it went. */
export function presentDelivery(delivery: ReportDelivery): object {
  return {
    id: delivery.id,
    kind: delivery.kind,
    target: delivery.target,
    state: delivery.state,
    round: delivery.round,
    attempts: delivery.attempts,
    last_attempt_at: delivery.lastAttemptAt?.toISOString() ?? null,
    last_error: delivery.lastError,
    delivered_at: delivery.deliveredAt?.toISOString() ?? null,
  };
}
