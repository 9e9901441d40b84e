/** Asks for runs: now, of a past range, or because one is due. Each schedule has one run for a key, however often it is asked for. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { assertInOrder } from '../../shared/assert-in-order';
import { DomainError, invalidField } from '../../shared/domain-error';
import { newId } from '../../shared/ids';
import { addDays, type IsoDate } from '../../shared/calendar-dates';
import { fireTimes, localMinuteOf } from './fire-times.rules';
import { ReportRunRepository } from './report-runs.repository';
import { assertMayUseSchedule } from './report-schedules.policy';
import { ReportScheduleRepository } from './report-schedules.repository';
import type { ReportRun, ReportSchedule, RunTrigger } from './report-schedules.types';

/** Runs of one backfill: more would keep the mail server busy for long. */
export const MOST_BACKFILLED = 400;
const DAY_MINUTES = 1_440;

/** A run of this moment, beside those that are due. @throws DomainError not_found, forbidden; conflict when the schedule is stopped */
export async function runNow(uow: UnitOfWork, scheduleId: string): Promise<ReportRun> {
  const schedule = await usable(uow, scheduleId);
  const id = newId();
  const { run } = await ask(uow, schedule, {
    id,
    runKey: `manual-${id}`,
    trigger: 'manual',
    scheduledFor: uow.now,
    delivers: true,
  });
  return run;
}

/** Runs of a backfill, in the order they were due, and how many of them are new. */
export interface Backfill {
  runs: ReportRun[];
  queued: number;
}

/**
 * The runs that were due on the local dates `from` to `to`, both included, and up to now. Those that are there stay as they are.
 * @throws DomainError not_found, forbidden, conflict; validation_failed for a reversed range and for too many runs
 */
export async function backfillRuns(
  uow: UnitOfWork,
  scheduleId: string,
  { from, to, delivers }: { from: IsoDate; to: IsoDate; delivers: boolean },
): Promise<Backfill> {
  const schedule = await usable(uow, scheduleId);
  assertInOrder({ from, to });
  const due = dueBetween(schedule, { from, to, now: uow.now });
  if (due.length > MOST_BACKFILLED) {
    throw invalidField(
      '/to',
      'range_too_long',
      `more than ${String(MOST_BACKFILLED)} runs were due; ask for fewer dates`,
    );
  }
  const asked = [];
  for (const scheduledFor of due) {
    const runKey = localMinuteOf(scheduledFor, schedule.timezone);
    asked.push(await ask(uow, schedule, { id: newId(), runKey, trigger: 'backfill', scheduledFor, delivers }));
  }
  return { runs: asked.map(({ run }) => run), queued: asked.filter(({ isNew }) => isNew).length };
}

/**
 * The run that the scheduler says is due, unless the schedule is no longer active. A time the clocks repeat has one run.
 * @returns whether it is new
 */
export async function requestDueRun(uow: UnitOfWork, scheduleId: string, scheduledFor: Date): Promise<boolean> {
  const schedule = await new ReportScheduleRepository(uow.trx, uow.organizationId).find(scheduleId);
  if (schedule?.state !== 'active') return false;
  const runKey = localMinuteOf(scheduledFor, schedule.timezone);
  const { isNew } = await ask(uow, schedule, {
    id: newId(),
    runKey,
    trigger: 'schedule',
    scheduledFor,
    delivers: true,
  });
  return isNew;
}

async function usable(uow: UnitOfWork, scheduleId: string): Promise<ReportSchedule> {
  const schedule = await new ReportScheduleRepository(uow.trx, uow.organizationId).get(scheduleId);
  assertMayUseSchedule(uow.actor, schedule);
  if (schedule.state === 'stopped') {
    throw new DomainError('conflict', `This schedule is stopped (${String(schedule.stateReason)}); resume it first.`);
  }
  return schedule;
}

/** A day more on both sides than the dates have in any zone, then only those whose local date is asked for. */
function dueBetween(schedule: ReportSchedule, { from, to, now }: { from: IsoDate; to: IsoDate; now: Date }): Date[] {
  const start = new Date(Date.parse(addDays(from, -1)));
  const end = new Date(Math.min(Date.parse(addDays(to, 2)), now.getTime()));
  // Two days of every minute may come before the first date.
  const limit = MOST_BACKFILLED + 1 + 2 * DAY_MINUTES;
  return fireTimes(schedule, { from: start, to: end, limit })
    .filter((at) => {
      const date = localMinuteOf(at, schedule.timezone).slice(0, 10);
      return date >= from && date <= to;
    })
    .slice(0, MOST_BACKFILLED + 1);
}

async function ask(
  uow: UnitOfWork,
  schedule: ReportSchedule,
  wanted: { id: string; runKey: string; trigger: RunTrigger; scheduledFor: Date; delivers: boolean },
): Promise<{ run: ReportRun; isNew: boolean }> {
  const { report, parameters, formats, language } = schedule;
  const asked = await new ReportRunRepository(uow.trx, uow.organizationId).insertOnce({
    ...wanted,
    scheduleId: schedule.id,
    state: 'queued',
    requestedBy: uow.actor.userId,
    ...{ report, parameters, formats, language },
    parametersKey: null,
    audience: null,
    computedAt: null,
    startedAt: null,
    finishedAt: null,
    errorCode: null,
  });
  if (asked.isNew) {
    const facts = { entityType: 'report_run', entityId: asked.run.id };
    uow.audit({ event: 'report_run.requested', ...facts, before: null, after: asked.run });
    uow.emit({ type: 'report_run.requested', ...facts, version: asked.run.version, urgent: true });
  }
  return asked;
}
