/**
 * Delivers one report once more, of the files as they are.
 * Start: the event `report_delivery.requested`, by the outbox relay. Id: `report-delivery/{deliveryId}/{round}`, never twice. Messages: none.
 * End states: Completed with the state of the run; Cancelled, the delivery then failed.
 */
import { ActivityFailure, CancellationScope, isCancellation, proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../../activities';
import type { DeliveryRef, ReportRunOutput } from '../../src/domains/report-schedules/report-schedules.contract';
import { reportDeliveryOptions, reportStepOptions } from '../../temporal-config/activity-options';

type Steps = Pick<Activities, 'giveUpReportDelivery' | 'settleReport'>;

const steps = proxyActivities<Steps>(reportStepOptions);
const { deliverReport } = proxyActivities<Pick<Activities, 'deliverReport'>>(reportDeliveryOptions);

/** Until it is delivered, refused for good, or three days are over; then the run says how it went by now. */
export async function redeliverReport(ref: DeliveryRef): Promise<ReportRunOutput> {
  try {
    await deliverReport.executeWithOptions({ summary: 'Delivery' }, [ref]);
  } catch (error) {
    if (!isCancellation(error) && !(error instanceof ActivityFailure)) throw error;
    const errorCode = isCancellation(error) ? 'cancelled' : 'timed_out';
    await CancellationScope.nonCancellable(async () => {
      await steps.giveUpReportDelivery.executeWithOptions({ summary: 'No more attempts' }, [{ ...ref, errorCode }]);
      await steps.settleReport.executeWithOptions({ summary: 'End of the run' }, [ref]);
    });
    if (isCancellation(error)) throw error;
  }
  return steps.settleReport.executeWithOptions({ summary: 'End of the run' }, [ref]);
}
