/** One attempt of one delivery. */
import type { Logger } from '../../platform/logger';
import { DomainError } from '../../shared/domain-error';
import { retryDelayMs } from './run-outcome.rules';
import { ReportContentRepository } from './report-contents.repository';
import { ReportDeliveryRepository } from './report-deliveries.repository';
import { ReportRunRepository } from './report-runs.repository';
import type { DeliveryOutput } from './report-schedules.contract';
import { ReportScheduleRepository } from './report-schedules.repository';
import type { ReportDelivery } from './report-schedules.types';
import { readFigures, type InUnit } from './render-file.command';
import { sendReport, type Parcel, type SendDeps, type SendResult } from './send-report.command';

/**
 * Notes the attempt, sends with no transaction open, and notes what came of it. What is delivered is not sent again. A crash
 * after the receiver took it and before that was noted sends it once more, under the same message id, by which it is known.
 * @throws DomainError dependency_unavailable when another attempt may succeed; its reason is on the delivery
 */
export async function deliver(
  deps: SendDeps & { inUnit: InUnit; logger: Logger },
  deliveryId: string,
): Promise<DeliveryOutput> {
  const begun = await begin(deps.inUnit, deliveryId);
  if (typeof begun === 'string') return { outcome: begun };
  const result = await sendReport(deps, begun);
  const delivery = await note(deps.inUnit, deliveryId, result);
  if (result.outcome === 'retryable') {
    deps.logger.warn(
      { deliveryId, reason: result.reason, attempts: delivery.attempts },
      'a report could not be delivered',
    );
    const attempts = delivery.attempts - delivery.attemptsBeforeRound;
    const details = { retry_after_ms: retryDelayMs(attempts, result.retryAfterMs ?? 0) };
    throw new DomainError('dependency_unavailable', 'The report could not be delivered now.', details);
  }
  return { outcome: delivery.state === 'delivered' ? 'delivered' : 'failed' };
}

/** The parcel of a delivery that is due, with the attempt noted; or how it has ended. */
async function begin(inUnit: InUnit, deliveryId: string): Promise<Parcel | 'delivered' | 'failed'> {
  return inUnit(async (uow) => {
    const deliveries = new ReportDeliveryRepository(uow.trx, uow.organizationId);
    const delivery = await deliveries.getForUpdate(deliveryId);
    if (delivery.state !== 'pending') return delivery.state;
    const run = await new ReportRunRepository(uow.trx, uow.organizationId).get(delivery.runId);
    const schedule = await new ReportScheduleRepository(uow.trx, uow.organizationId).findAny(run.scheduleId);
    if (schedule === undefined) throw new Error('a run has a schedule');
    const contents = new ReportContentRepository(uow.trx, uow.organizationId);
    const [files, computed] = [await contents.filesOf(run.id), await readFigures(contents, run.id)];
    const attempt = { attempts: delivery.attempts + 1, lastAttemptAt: uow.now };
    return { delivery: await deliveries.update(delivery, attempt, []), run, schedule, files, computed };
  });
}

async function note(inUnit: InUnit, deliveryId: string, result: SendResult): Promise<ReportDelivery> {
  return inUnit(async (uow) => {
    const deliveries = new ReportDeliveryRepository(uow.trx, uow.organizationId);
    const delivery = await deliveries.getForUpdate(deliveryId);
    if (delivery.state === 'delivered') return delivery;
    if (result.outcome === 'delivered') {
      return deliveries.update(delivery, { state: 'delivered', deliveredAt: uow.now, lastError: null }, []);
    }
    const state = result.outcome === 'permanent' ? 'failed' : delivery.state;
    return deliveries.update(delivery, { state, lastError: result.reason }, []);
  });
}
