/** Sends one test message to a webhook, whatever its state, and says at once what became of it. */
import type { KeyRing } from '../../platform/secrets/key-ring';
import type { UnitOfWork } from '../../platform/unit-of-work';
import type { WebhookOutcome } from '../../platform/webhook-attempt.rules';
import type { WebhookMessage, WebhookSender } from '../../platform/webhook-sender';
import { newId } from '../../shared/ids';
import { testBody } from './webhook-message.rules';
import { signingSecrets } from './webhook-secrets.rules';
import { WebhookRepository } from './webhooks.repository';

/** The message, ready to be sent with no transaction open. @throws DomainError not_found, SecretUnreadableError */
export async function prepareTest(uow: UnitOfWork, ring: KeyRing, id: string): Promise<WebhookMessage> {
  const webhook = await new WebhookRepository(uow.trx, uow.organizationId).get(id);
  const messageId = newId();
  const facts = { id: messageId, webhookId: id, version: webhook.version, now: uow.now };
  return {
    url: webhook.url,
    messageId,
    body: testBody(uow.organizationId, facts),
    secrets: signingSecrets(ring, webhook, uow.now),
  };
}

/** One attempt; a failure is an outcome, not an error, and is not tried again. */
export async function sendTest(sender: WebhookSender, message: WebhookMessage): Promise<WebhookOutcome> {
  return sender.send(message);
}

/** Notes in the audit log that somebody tried. */
export function noteTest(uow: UnitOfWork, id: string, outcome: WebhookOutcome): void {
  const { status } = outcome;
  const error = outcome.outcome === 'delivered' ? null : outcome.reason;
  const after = { outcome: outcome.outcome, status, error };
  uow.audit({ event: 'webhook.tested', entityType: 'webhook', entityId: id, before: null, after });
}
