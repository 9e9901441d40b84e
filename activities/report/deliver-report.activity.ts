/** Deliveries of a report. */
import type {
  DeliveryOutput,
  DeliveryRef,
  ReportRunOutput,
} from '../../src/domains/report-schedules/report-schedules.contract';
import type { ActivityDeps } from '../activity-deps';

/**
 * Idempotent as far as sending can be: what is noted as delivered is not sent again, and what was taken just before a crash is sent
 * again under the same message id.
 */
export function createDeliverReport(deps: ActivityDeps) {
  return async function deliverReport(ref: DeliveryRef): Promise<DeliveryOutput> {
    return deps.reports.deliver(ref);
  };
}

/** Idempotent: a delivery that has ended stays as it is. */
export function createGiveUpDelivery(deps: ActivityDeps) {
  return async function giveUpReportDelivery({
    errorCode,
    ...ref
  }: DeliveryRef & { errorCode: string }): Promise<void> {
    await deps.reports.giveUp(ref, errorCode);
  };
}

/** Idempotent: says how the delivery's run went, by its files and deliveries as they are. */
export function createSettleReport(deps: ActivityDeps) {
  return async function settleReport(ref: DeliveryRef): Promise<ReportRunOutput> {
    return { state: await deps.reports.settle(ref) };
  };
}
