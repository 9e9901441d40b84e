/** Runs and what they made, for those who may see their schedule. */
import type { Page, PageRequest } from '../../platform/record-repository';
import type { UnitOfWork } from '../../platform/unit-of-work';
import { DomainError } from '../../shared/domain-error';
import { ReportContentRepository } from './report-contents.repository';
import { ReportDeliveryRepository } from './report-deliveries.repository';
import { ReportRunRepository } from './report-runs.repository';
import { assertMayUseSchedule } from './report-schedules.policy';
import { ReportScheduleRepository } from './report-schedules.repository';
import type { ReportFile, ReportRun, RunFile } from './report-schedules.types';

/** One page of a schedule's runs, in the order they were asked for. @throws DomainError not_found, forbidden */
export async function listRuns(uow: UnitOfWork, scheduleId: string, request: PageRequest): Promise<Page<ReportRun>> {
  const schedule = await new ReportScheduleRepository(uow.trx, uow.organizationId).get(scheduleId);
  assertMayUseSchedule(uow.actor, schedule);
  return new ReportRunRepository(uow.trx, uow.organizationId).list(request, (rows) => {
    rows.where('schedule_id', scheduleId);
  });
}

/** A run; that of a deleted schedule stays. @throws DomainError not_found, forbidden */
export async function getRun(uow: UnitOfWork, id: string): Promise<ReportRun> {
  const run = await new ReportRunRepository(uow.trx, uow.organizationId).get(id);
  const schedule = await new ReportScheduleRepository(uow.trx, uow.organizationId).findAny(run.scheduleId);
  if (schedule === undefined) throw new Error('a run has a schedule');
  assertMayUseSchedule(uow.actor, schedule);
  return run;
}

/** The run with its files and deliveries. @throws DomainError not_found, forbidden */
export async function getRunFile(uow: UnitOfWork, id: string): Promise<RunFile> {
  const run = await getRun(uow, id);
  const files = await new ReportContentRepository(uow.trx, uow.organizationId).filesOf(id);
  return { run, files, deliveries: await new ReportDeliveryRepository(uow.trx, uow.organizationId).ofRun(id) };
}

/** One file of a run. @throws DomainError not_found, forbidden */
export async function getReportFile(uow: UnitOfWork, id: string, format: string): Promise<ReportFile> {
  await getRun(uow, id);
  const files = await new ReportContentRepository(uow.trx, uow.organizationId).filesOf(id);
  const file = files.find((one) => one.format === format);
  if (file === undefined) throw new DomainError('not_found', 'There is no such file.');
  return file;
}
