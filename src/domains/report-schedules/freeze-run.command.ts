/** Reads the figures of a run, once and for ever. */
import type { Actor } from '../../access/actor';
import type { UnitOfWork } from '../../platform/unit-of-work';
import { withinOrganization } from '../../platform/within-organization';
import { DomainError } from '../../shared/domain-error';
import { computeReport, type ComputedReport, type ReportRequest } from '../reports/compute-report.query';
import { stopSchedule } from './change-schedule-state.command';
import { findOwner } from './find-owner.query';
import { localMinuteOf } from './fire-times.rules';
import { endRun, isEnded } from './finish-run.command';
import { reportAudience } from './report-audience.query';
import { ReportContentRepository } from './report-contents.repository';
import { ReportDeliveryRepository } from './report-deliveries.repository';
import { parametersKey, resolveParameters } from './report-parameters.rules';
import { ReportRunRepository } from './report-runs.repository';
import type { FrozenRun } from './report-schedules.contract';
import { ReportScheduleRepository } from './report-schedules.repository';
import type { Recipient, ReportRun, ReportSchedule, StopReason } from './report-schedules.types';
import { targetOf } from './recipients.rules';

/**
 * Computes the report as the schedule's owner sees it now, and keeps it with a delivery for each recipient. A run that has
 * its figures keeps them. When the owner has lost what the report needs, the run fails and the schedule stops, with the reason.
 * @throws DomainError not_found; what the report itself refuses
 */
export async function freezeRun(uow: UnitOfWork, runId: string): Promise<FrozenRun> {
  const runs = new ReportRunRepository(uow.trx, uow.organizationId);
  const run = await runs.getForUpdate(runId);
  if (isEnded(run)) return { outcome: 'ended' };
  if (run.computedAt !== null) return frozen(uow, run);
  const schedule = await new ReportScheduleRepository(uow.trx, uow.organizationId).findAny(run.scheduleId);
  if (schedule === undefined) throw new Error('a run has a schedule');
  if (schedule.deletedAt !== null) return ended(uow, run, { state: 'cancelled', errorCode: 'schedule_deleted' });
  const owner = await findOwner(uow, schedule.ownerUserId);
  const read = typeof owner === 'string' ? owner : await readFigures(uow, owner, { run, schedule });
  if (typeof read === 'string') {
    await stopSchedule(uow, schedule, read);
    return ended(uow, run, { state: 'failed', errorCode: read });
  }
  const { computed, audience } = read;
  await new ReportContentRepository(uow.trx, uow.organizationId).keepFigures(runId, JSON.stringify(computed));
  const parameters = computed.parameters as Record<string, unknown>;
  const patch = { state: 'running', startedAt: uow.now, computedAt: uow.now, audience, parameters } as const;
  const after = await runs.update(run, { ...patch, parametersKey: parametersKey(parameters) }, []);
  if (run.delivers) await addDeliveries(uow, runId, schedule.recipients);
  return frozen(uow, after);
}

async function readFigures(
  uow: UnitOfWork,
  owner: Actor,
  { run, schedule }: { run: ReportRun; schedule: ReportSchedule },
): Promise<{ computed: ComputedReport; audience: string } | StopReason> {
  const date = localMinuteOf(run.scheduledFor, schedule.timezone).slice(0, 10);
  const parameters = resolveParameters(run.report, run.parameters, date);
  const request = { report: run.report, parameters } as unknown as ReportRequest;
  try {
    return await uow.attempt(() =>
      withinOrganization(uow.trx, { actor: owner, request: uow.request }, async (own) => ({
        audience: await reportAudience(own, run.report, parameters),
        computed: await computeReport(own, request),
      })),
    );
  } catch (error) {
    if (error instanceof DomainError && error.code === 'forbidden') return 'report_forbidden';
    throw error;
  }
}

async function addDeliveries(uow: UnitOfWork, runId: string, recipients: readonly Recipient[]): Promise<void> {
  await new ReportDeliveryRepository(uow.trx, uow.organizationId).insertMany(
    recipients.map((recipient) => ({
      runId,
      recipientId: recipient.id,
      kind: recipient.kind,
      target: targetOf(recipient),
      state: 'pending',
      round: 1,
      attempts: 0,
      attemptsBeforeRound: 0,
      lastAttemptAt: null,
      lastError: null,
      deliveredAt: null,
    })),
  );
}

async function frozen(uow: UnitOfWork, run: ReportRun): Promise<FrozenRun> {
  const deliveries = await new ReportDeliveryRepository(uow.trx, uow.organizationId).ofRun(run.id);
  return { outcome: 'frozen', formats: run.formats, deliveryIds: deliveries.map(({ id }) => id) };
}

async function ended(
  uow: UnitOfWork,
  run: ReportRun,
  end: { state: 'failed' | 'cancelled'; errorCode: string },
): Promise<FrozenRun> {
  await endRun(uow, run, end);
  return { outcome: 'ended' };
}
