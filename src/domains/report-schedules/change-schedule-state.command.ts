/** Pausing, resuming and stopping a schedule. The scheduler follows by the event. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { DomainError } from '../../shared/domain-error';
import { findOwner } from './find-owner.query';
import { assertMayUseSchedule } from './report-schedules.policy';
import { ReportScheduleRepository } from './report-schedules.repository';
import type { ReportSchedule, StopReason } from './report-schedules.types';

/** Nothing is due any more until it is resumed. Pausing what is paused changes nothing. @throws DomainError not_found, forbidden, conflict, stale_version */
export async function pauseSchedule(uow: UnitOfWork, id: string): Promise<ReportSchedule> {
  const schedule = await hold(uow, id);
  if (schedule.state === 'paused') return schedule;
  if (schedule.state === 'stopped')
    throw new DomainError('conflict', `This schedule is stopped (${String(schedule.stateReason)}).`);
  return write(uow, schedule, { state: 'paused', stateReason: null, event: 'report_schedule.paused' });
}

/**
 * From now on it is due again; what was missed is not made up for (that is a backfill).
 * @throws DomainError not_found, forbidden, stale_version; conflict while the owner lacks what the report needs
 */
export async function resumeSchedule(uow: UnitOfWork, id: string): Promise<ReportSchedule> {
  const schedule = await hold(uow, id);
  if (schedule.state === 'active') return schedule;
  const owner = await findOwner(uow, schedule.ownerUserId);
  if (typeof owner === 'string') {
    throw new DomainError('conflict', 'Its owner may not have reports sent any more.', { reason: owner });
  }
  return write(uow, schedule, { state: 'active', stateReason: null, event: 'report_schedule.resumed' });
}

/** It cannot go on: it stops, with the reason, until somebody resumes it. */
export async function stopSchedule(uow: UnitOfWork, schedule: ReportSchedule, reason: StopReason): Promise<void> {
  if (schedule.state === 'stopped' || schedule.deletedAt !== null) return;
  await write(uow, schedule, { state: 'stopped', stateReason: reason, event: 'report_schedule.stopped' });
}

async function hold(uow: UnitOfWork, id: string): Promise<ReportSchedule> {
  const schedule = await new ReportScheduleRepository(uow.trx, uow.organizationId).getForUpdate(id);
  assertMayUseSchedule(uow.actor, schedule);
  uow.checkMatch(schedule.version);
  return schedule;
}

async function write(
  uow: UnitOfWork,
  before: ReportSchedule,
  { event, ...patch }: Pick<ReportSchedule, 'state' | 'stateReason'> & { event: string },
): Promise<ReportSchedule> {
  const after = await new ReportScheduleRepository(uow.trx, uow.organizationId).update(before, patch, []);
  const facts = { entityType: 'report_schedule', entityId: after.id };
  uow.audit({ event, ...facts, before, after });
  uow.emit({ type: event, ...facts, version: after.version });
  return after;
}
