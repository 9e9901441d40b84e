/** Ends runs and deliveries. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { ReportContentRepository } from './report-contents.repository';
import { ReportDeliveryRepository } from './report-deliveries.repository';
import { ReportRunRepository } from './report-runs.repository';
import { outcomeOf } from './run-outcome.rules';
import type { ReportRun, RunState } from './report-schedules.types';

/** Cancelled, or ended without figures: there is nothing to deliver, and nothing more will be done. */
export function isEnded({ state, computedAt }: Pick<ReportRun, 'state' | 'computedAt'>): boolean {
  return state === 'cancelled' || (computedAt === null && state === 'failed');
}

/**
 * Says how the run went, by its files and deliveries as they are; called again after a delivery was repeated. While a delivery is
 * tried the run stays as it is: whatever ends the last of them calls this. With an error code, what still waits is given up.
 */
export async function finishRun(uow: UnitOfWork, runId: string, errorCode: string | null): Promise<RunState> {
  const run = await new ReportRunRepository(uow.trx, uow.organizationId).getForUpdate(runId);
  if (isEnded(run)) return run.state;
  const deliveries = new ReportDeliveryRepository(uow.trx, uow.organizationId);
  if (errorCode !== null) {
    for (const delivery of await deliveries.ofRun(runId)) {
      if (delivery.state === 'pending') await giveUpDelivery(uow, delivery.id, errorCode);
    }
  }
  const made = await deliveries.ofRun(runId);
  if (made.some(({ state }) => state === 'pending')) return run.state;
  const files = await new ReportContentRepository(uow.trx, uow.organizationId).filesOf(runId);
  const end = outcomeOf({ run, files, deliveries: made }, errorCode);
  if (end.state === run.state && end.errorCode === run.errorCode) return run.state;
  await endRun(uow, run, end);
  return end.state;
}

/** Writes the end of a run. */
export async function endRun(
  uow: UnitOfWork,
  run: ReportRun,
  { state, errorCode }: { state: RunState; errorCode: string | null },
): Promise<void> {
  const patch = { state, errorCode, finishedAt: uow.now };
  const after = await new ReportRunRepository(uow.trx, uow.organizationId).update(run, patch, []);
  const facts = { entityType: 'report_run', entityId: run.id };
  uow.audit({ event: 'report_run.finished', ...facts, before: run, after });
  uow.emit({ type: 'report_run.finished', ...facts, version: after.version });
}

/** No more attempts of this round; a delivery that has succeeded meanwhile stays delivered. */
export async function giveUpDelivery(uow: UnitOfWork, deliveryId: string, errorCode: string): Promise<void> {
  const deliveries = new ReportDeliveryRepository(uow.trx, uow.organizationId);
  const delivery = await deliveries.getForUpdate(deliveryId);
  if (delivery.state !== 'pending') return;
  await deliveries.update(delivery, { state: 'failed', lastError: delivery.lastError ?? errorCode }, []);
}
