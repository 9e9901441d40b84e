/** Has a delivery made once more, of the files as they are. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { DomainError } from '../../shared/domain-error';
import { ReportDeliveryRepository } from './report-deliveries.repository';
import type { ReportDelivery } from './report-schedules.types';
import { getRun } from './view-runs.query';

/**
 * A new round, with a message id of its own; nothing is rendered again. Who asks twice before the round is over asks once.
 * @throws DomainError not_found, forbidden; conflict while the first round is under way, or when the run was cancelled
 */
export async function redeliver(
  uow: UnitOfWork,
  { runId, deliveryId }: { runId: string; deliveryId: string },
): Promise<ReportDelivery> {
  const run = await getRun(uow, runId);
  if (run.state === 'cancelled') throw new DomainError('conflict', 'This run was cancelled; run the report again.');
  const deliveries = new ReportDeliveryRepository(uow.trx, uow.organizationId);
  const delivery = await deliveries.getForUpdate(deliveryId);
  if (delivery.runId !== runId) throw new DomainError('not_found', 'There is no such delivery.');
  if (delivery.state === 'pending') {
    if (delivery.round > 1) return delivery;
    throw new DomainError('conflict', 'This delivery is still being tried.');
  }
  const round = { round: delivery.round + 1, attemptsBeforeRound: delivery.attempts };
  const patch = { state: 'pending', ...round, deliveredAt: null, lastError: null } as const;
  const after = await deliveries.update(delivery, patch, []);
  const facts = { entityType: 'report_delivery', entityId: deliveryId };
  uow.audit({ event: 'report_delivery.requested', ...facts, before: delivery, after });
  uow.emit({ type: 'report_delivery.requested', ...facts, version: after.round, urgent: true });
  return after;
}
