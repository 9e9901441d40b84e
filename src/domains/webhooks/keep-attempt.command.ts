/** Keeps what became of an attempt: of the message, of the receiver, and whether the webhook is disabled by it. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import type { WebhookOutcome } from '../../platform/webhook-attempt.rules';
import {
  disabledBy,
  healthAfterDelivery,
  healthAfterFailure,
  isProbing,
  nextAttemptAt,
} from './delivery-attempts.rules';
import { recordWebhook } from './save-webhook.command';
import { WebhookDeliveryRepository } from './webhook-deliveries.repository';
import { WebhookRepository } from './webhooks.repository';
import type { DisabledReason, Webhook, WebhookDelivery } from './webhooks.types';

type Failure = Exclude<WebhookOutcome, { outcome: 'delivered' }>;

/** Changes nothing when the webhook was deleted or the delivery ended meanwhile. */
export async function keepAttempt(
  uow: UnitOfWork,
  { delivery, outcome }: { delivery: WebhookDelivery; outcome: WebhookOutcome },
): Promise<void> {
  const webhooks = new WebhookRepository(uow.trx, uow.organizationId);
  const webhook = await webhooks.lock(delivery.webhookId);
  if (webhook === undefined) return;
  if (outcome.outcome === 'delivered') await keepDelivered(uow, { webhook, delivery, status: outcome.status });
  else await keepFailed(uow, { webhook, delivery, failure: outcome });
}

/** A receiver that is back after a pause gets at once what waits. */
async function keepDelivered(
  uow: UnitOfWork,
  { webhook, delivery, status }: { webhook: Webhook; delivery: WebhookDelivery; status: number },
): Promise<void> {
  const deliveries = new WebhookDeliveryRepository(uow.trx, uow.organizationId);
  await deliveries.noteAttempt(delivery.id, {
    state: 'delivered',
    attempts: delivery.attempts + 1,
    at: uow.now,
    nextAt: null,
    lastStatus: status,
    lastError: null,
  });
  await new WebhookRepository(uow.trx, uow.organizationId).noteHealth(webhook.id, healthAfterDelivery(uow.now));
  if (isProbing(webhook)) await deliveries.makeDue(webhook.id, uow.now);
}

async function keepFailed(
  uow: UnitOfWork,
  { webhook, delivery, failure }: { webhook: Webhook; delivery: WebhookDelivery; failure: Failure },
): Promise<void> {
  const attempts = delivery.attempts + 1;
  const isPermanent = failure.outcome === 'permanent';
  const { retryAfterMs, status, reason } = failure;
  const nextAt = nextAttemptAt({ attempts, retryAfterMs, isPermanent, giveUpAt: delivery.giveUpAt }, uow.now);
  await new WebhookDeliveryRepository(uow.trx, uow.organizationId).noteAttempt(delivery.id, {
    state: nextAt === null ? 'failed' : 'waiting',
    attempts,
    at: uow.now,
    nextAt,
    lastStatus: status,
    lastError: reason,
  });
  const health = healthAfterFailure(webhook, { now: uow.now, retryAfterMs });
  await new WebhookRepository(uow.trx, uow.organizationId).noteHealth(webhook.id, health);
  const disabledReason = disabledBy(health, { now: uow.now, isGone: reason === 'gone' });
  if (disabledReason !== null && webhook.state === 'active') await disable(uow, webhook, disabledReason);
}

/** What waits stays, for the day the webhook is active again. The event has a mail sent to the admins. */
async function disable(uow: UnitOfWork, before: Webhook, disabledReason: DisabledReason): Promise<void> {
  const webhooks = new WebhookRepository(uow.trx, uow.organizationId);
  const after = await webhooks.update(before, { state: 'disabled', disabledReason }, []);
  recordWebhook(uow, 'webhook.disabled', { before, after });
}
