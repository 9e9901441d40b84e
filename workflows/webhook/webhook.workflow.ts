/**
 * Sends what waits for one webhook, and waits for the next attempt of what could not be sent, for days if need be.
 * Start: `signalWithStart` with `wake`, by the outbox relay. Id: `webhook/{webhookId}`, so two never send beside each other and
 * the events of one record stay in order. Messages: signal `wake` (no data).
 * End states: Completed when nothing waits that could be sent; Cancelled by an operator, and the next wake-up starts it again;
 * ContinuedAsNew when its history is long. The truth is in `webhook_deliveries`: this workflow only decides when to look.
 */
import {
  allHandlersFinished,
  condition,
  continueAsNew,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { Activities } from '../../activities';
import {
  wakeSignal,
  type WebhookWorkflowInput,
  type WebhookWorkflowOutput,
} from '../../src/domains/webhooks/webhooks.contract';
import { webhookSendOptions } from '../../temporal-config/activity-options';
import { lookDetails, waitMs } from './webhook.state';

const { sendWebhookDeliveries } = proxyActivities<Pick<Activities, 'sendWebhookDeliveries'>>(webhookSendOptions);

/** Looks, waits until something is due or it is woken, looks again; ends when nothing waits. */
export async function webhook(input: WebhookWorkflowInput): Promise<WebhookWorkflowOutput> {
  const cell = { isWoken: false };
  setHandler(
    wakeSignal,
    () => {
      cell.isWoken = true;
    },
    { description: 'Something waits, or the webhook has changed' },
  );
  for (;;) {
    cell.isWoken = false;
    const at = new Date().toISOString();
    const look = await sendWebhookDeliveries.executeWithOptions({ summary: 'Messages that are due' }, [
      { ...input, at },
    ]);
    setCurrentDetails(lookDetails(look));
    const wait = waitMs(look, Date.now());
    if (wait === null && !isWoken(cell)) return { state: look.state };
    if (workflowInfo().continueAsNewSuggested) {
      await condition(allHandlersFinished);
      await continueAsNew<typeof webhook>(input);
    }
    if (wait !== null && wait > 0) {
      await condition(() => cell.isWoken, wait, { summary: 'Until the next attempt is due' });
    }
  }
}

function isWoken(cell: { isWoken: boolean }): boolean {
  return cell.isWoken;
}
