/** Webhooks and their deliveries as they are answered: never a secret. The only audience is who may read webhooks. */
import { presentRecordFields } from '../../shared/record-fields';
import type { Webhook, WebhookDelivery } from './webhooks.types';

/** One webhook. */
export function presentWebhook(webhook: Webhook): object {
  return {
    ...presentRecordFields(webhook),
    description: webhook.description,
    url: webhook.url,
    event_types: webhook.allEventTypes ? ['*'] : webhook.eventTypes,
    state: webhook.state,
    disabled_reason: webhook.disabledReason,
    previous_secret_until: webhook.previousSecretUntil?.toISOString() ?? null,
    consecutive_failures: webhook.consecutiveFailures,
    failing_since: webhook.failingSince?.toISOString() ?? null,
    last_delivered_at: webhook.lastDeliveredAt?.toISOString() ?? null,
  };
}

/** One delivery: what the message was about, and how sending it went. */
export function presentDelivery(delivery: WebhookDelivery): object {
  return {
    id: delivery.id,
    event_type: delivery.eventType,
    resource: { type: delivery.entityType, id: delivery.entityId, version: delivery.entityVersion },
    occurred_at: delivery.occurredAt.toISOString(),
    state: delivery.state,
    attempts: delivery.attempts,
    last_attempt_at: delivery.lastAttemptAt?.toISOString() ?? null,
    last_status: delivery.lastStatus,
    last_error: delivery.lastError,
    next_attempt_at: delivery.state === 'waiting' ? delivery.nextAttemptAt.toISOString() : null,
    delivered_at: delivery.deliveredAt?.toISOString() ?? null,
  };
}

/** A webhook as the audit log keeps it: without its ciphertexts. */
export function auditedWebhook({ secret: _, previousSecret, ...rest }: Webhook): object {
  return { ...rest, hasPreviousSecret: previousSecret !== null };
}
