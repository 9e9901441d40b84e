/** What the API, the relay and the workflow agree on about webhooks. No address, no secret, no content. */
import { defineSignal } from '@temporalio/workflow';

/** Type name of the workflow that sends to one webhook. */
export const WEBHOOK_WORKFLOW = 'webhook';

/** Id of the one workflow of a webhook. @example webhookWorkflowId('0198…') === 'webhook/0198…' */
export function webhookWorkflowId(webhookId: string): string {
  return `webhook/${webhookId}`;
}

/** Says "look again"; carries nothing, so a lost, doubled or late one is harmless. */
export const wakeSignal = defineSignal('wake');

export interface WebhookWorkflowInput {
  organizationId: string;
  webhookId: string;
}

/** What one look sent and found. Counts and instants only. */
export interface WebhookLook {
  /** Of the webhook; `deleted` also when there never was one. */
  state: 'active' | 'paused' | 'disabled' | 'deleted';
  delivered: number;
  /** Attempts that failed. */
  failed: number;
  /** RFC 3339, UTC: when the next attempt is due; null = nothing waits that could be sent. */
  nextDueAt: string | null;
}

export type WebhookWorkflowOutput = Pick<WebhookLook, 'state'>;
