/** Sends a message once more. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { DomainError } from '../../shared/domain-error';
import { GIVE_UP_AFTER_MS } from './delivery-attempts.rules';
import { WebhookDeliveryRepository } from './webhook-deliveries.repository';
import { WebhookRepository } from './webhooks.repository';
import type { WebhookDelivery } from './webhooks.types';

/**
 * The delivery waits again, at once and under the same message id. One that waits already is due now.
 * @throws DomainError not_found, conflict while the webhook is not active
 */
export async function redeliver(
  uow: UnitOfWork,
  { webhookId, deliveryId }: { webhookId: string; deliveryId: string },
): Promise<WebhookDelivery> {
  const webhook = await new WebhookRepository(uow.trx, uow.organizationId).getForUpdate(webhookId);
  const deliveries = new WebhookDeliveryRepository(uow.trx, uow.organizationId);
  const before = await deliveries.getForUpdate(webhookId, deliveryId);
  if (webhook.state !== 'active')
    throw new DomainError('conflict', `The webhook is ${webhook.state}; make it active first.`);
  const giveUpAt = new Date(uow.now.getTime() + GIVE_UP_AFTER_MS);
  const after = await deliveries.sendAgain(deliveryId, { now: uow.now, giveUpAt });
  const facts = { entityType: 'webhook', entityId: webhookId };
  uow.audit({ event: 'webhook.redelivered', ...facts, before, after });
  uow.emit({ type: 'webhook.redelivered', ...facts, version: webhook.version, urgent: true });
  return after;
}
