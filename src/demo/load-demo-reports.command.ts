/** A weekly report of the demo with the three runs that were due last, as if the schedule had been there. */
import { systemActor } from '../access/actor';
import { finishRun } from '../domains/report-schedules/finish-run.command';
import { fireTimes, localMinuteOf } from '../domains/report-schedules/fire-times.rules';
import { freezeRun } from '../domains/report-schedules/freeze-run.command';
import { renderFile } from '../domains/report-schedules/render-file.command';
import { ReportDeliveryRepository } from '../domains/report-schedules/report-deliveries.repository';
import { ReportRunRepository } from '../domains/report-schedules/report-runs.repository';
import { ReportScheduleRepository } from '../domains/report-schedules/report-schedules.repository';
import type { ReportSchedule } from '../domains/report-schedules/report-schedules.types';
import type { FileStore } from '../platform/file-store';
import type { UnitOfWork } from '../platform/unit-of-work';
import { withinOrganization } from '../platform/within-organization';
import { demoId } from './demo-ids.rules';

const PAST_RUNS = 3;
const WEEK_MS = 7 * 86_400_000;

/** Without a file store there is a schedule and no run: a run has files. */
export async function loadDemoReports(uow: UnitOfWork, fileStore: FileStore | undefined): Promise<void> {
  const schedule = await new ReportScheduleRepository(uow.trx, uow.organizationId).insert({
    id: demoId('report-schedule', 'weekly'),
    ownerUserId: demoId('user', 'john@demo.com'),
    name: 'Charge des équipes, chaque lundi',
    report: 'utilization',
    parameters: { group_by: 'team', period: 'last_week' },
    cron: '0 8 * * 1',
    timezone: 'Europe/Paris',
    formats: ['json', 'csv', 'pdf'],
    language: 'fr',
    recipients: [{ id: demoId('report-recipient', 'john'), kind: 'email', address: 'john@demo.com' }],
    state: 'active',
    stateReason: null,
  });
  const facts = { entityType: 'report_schedule', entityId: schedule.id };
  uow.emit({ type: 'report_schedule.created', ...facts, version: schedule.version });
  if (fileStore === undefined) return;
  const from = new Date(uow.now.getTime() - (PAST_RUNS + 1) * WEEK_MS);
  const due = fireTimes(schedule, { from, to: uow.now, limit: PAST_RUNS + 1 }).slice(-PAST_RUNS);
  for (const at of due) await loadRun(uow, { schedule, at, fileStore });
}

/** One run as it would have been at that instant, with the figures of today. */
async function loadRun(
  uow: UnitOfWork,
  { schedule, at, fileStore }: { schedule: ReportSchedule; at: Date; fileStore: FileStore },
): Promise<void> {
  const { organizationId, trx } = uow;
  const { report, parameters, formats, language } = schedule;
  const runKey = localMinuteOf(at, schedule.timezone);
  const { id: runId } = await new ReportRunRepository(trx, organizationId).insert({
    id: demoId('report-run', runKey),
    scheduleId: schedule.id,
    runKey,
    trigger: 'schedule',
    scheduledFor: at,
    state: 'queued',
    requestedBy: null,
    delivers: true,
    ...{ report, parameters, formats, language },
    parametersKey: null,
    audience: null,
    computedAt: null,
    startedAt: null,
    finishedAt: null,
    errorCode: null,
  });
  const then = { actor: systemActor(organizationId), request: { ...uow.request, now: at } };
  const inUnit = <T>(work: (unit: UnitOfWork) => Promise<T>): Promise<T> => withinOrganization(trx, then, work);
  await inUnit((unit) => freezeRun(unit, runId));
  for (const format of formats) await renderFile({ inUnit, fileStore }, { organizationId, runId, format });
  await inUnit(async (unit) => {
    const deliveries = new ReportDeliveryRepository(unit.trx, organizationId);
    for (const delivery of await deliveries.ofRun(runId)) {
      const delivered = { state: 'delivered', attempts: 1, lastAttemptAt: at, deliveredAt: at } as const;
      await deliveries.update(delivery, delivered, []);
    }
    await finishRun(unit, runId, null);
  });
}
