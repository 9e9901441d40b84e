/** Ends a run of a report before it is done. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { DomainError } from '../../shared/domain-error';
import { giveUpDelivery } from './finish-run.command';
import { ReportDeliveryRepository } from './report-deliveries.repository';
import { ReportRunRepository } from './report-runs.repository';
import type { RunFile } from './report-schedules.types';
import { getRun, getRunFile } from './view-runs.query';

/**
 * The run has ended when this commits: no step of it begins any more. Figures, files and deliveries that are done stay as they are;
 * a delivery that is on its way and is taken counts as delivered, since it is.
 * @throws DomainError not_found, forbidden, run_finished, stale_version
 */
export async function cancelRun(uow: UnitOfWork, id: string): Promise<RunFile> {
  await getRun(uow, id);
  const runs = new ReportRunRepository(uow.trx, uow.organizationId);
  const before = await runs.getForUpdate(id);
  uow.checkMatch(before.version);
  if (before.state !== 'queued' && before.state !== 'running') {
    throw new DomainError('run_finished', `The run has ended: ${before.state}.`);
  }
  for (const delivery of await new ReportDeliveryRepository(uow.trx, uow.organizationId).ofRun(id)) {
    await giveUpDelivery(uow, delivery.id, 'cancelled');
  }
  const after = await runs.update(before, { state: 'cancelled', errorCode: 'cancelled', finishedAt: uow.now }, []);
  const facts = { entityType: 'report_run', entityId: id };
  uow.audit({ event: 'report_run.cancelled', ...facts, before, after });
  uow.emit({ type: 'report_run.cancelled', ...facts, version: after.version, urgent: true });
  return getRunFile(uow, id);
}
