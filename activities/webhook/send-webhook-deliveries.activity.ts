/** One look at what waits for a webhook. */
import { cancellationSignal } from '@temporalio/activity';
import { sendDueDeliveries } from '../../src/domains/webhooks/send-due-deliveries.command';
import type { WebhookLook } from '../../src/domains/webhooks/webhooks.contract';
import type { ActivityDeps } from '../activity-deps';

export interface SendWebhookDeliveriesInput {
  organizationId: string;
  webhookId: string;
  /** The workflow's time, RFC 3339: what is due by then is sent. */
  at: string;
}

/** Idempotent as far as sending can be: what was taken just before a crash is sent again, under the same message id. */
export function createSendWebhookDeliveries(deps: ActivityDeps) {
  return async function sendWebhookDeliveries(input: SendWebhookDeliveriesInput): Promise<WebhookLook> {
    const { organizationId, webhookId } = input;
    // An attempt that comes hours after the workflow asked, since PostgreSQL was away, is not hours behind.
    const at = new Date(Math.max(new Date(input.at).getTime(), Date.now()));
    return sendDueDeliveries(deps, { organizationId, webhookId, at, signal: cancellationSignal() });
  };
}
