/** Makes, changes and takes back webhooks. */
import type { RecordPatch } from '../../platform/record-repository';
import type { KeyRing } from '../../platform/secrets/key-ring';
import type { UnitOfWork } from '../../platform/unit-of-work';
import { DomainError } from '../../shared/domain-error';
import { newId } from '../../shared/ids';
import { newWebhookSecret } from '../../shared/webhook-signature';
import { lockOrganization } from '../organizations/lock-organization.command';
import { matchedEventTypes } from './webhook-events.rules';
import { webhookSecretContext } from './webhook-secrets.rules';
import { auditedWebhook } from './webhooks.presenter';
import { WebhookDeliveryRepository } from './webhook-deliveries.repository';
import { WebhookRepository } from './webhooks.repository';
import type { Webhook } from './webhooks.types';

/** What a caller may set; undefined = as it is. */
export interface WebhookInput {
  description?: string | null | undefined;
  url?: string | undefined;
  /** `*` or types of the catalogue. */
  eventTypes?: readonly string[] | undefined;
  state?: 'active' | 'paused' | undefined;
}

/** Each event is written once for each webhook that wants it. */
const MOST_WEBHOOKS = 20;
const HEALTHY = { consecutiveFailures: 0, failingSince: null, quietUntil: null };

/** The webhook and its secret, which nobody can find out afterwards. @throws DomainError conflict when there are 20 already, not_found */
export async function createWebhook(
  uow: UnitOfWork,
  ring: KeyRing,
  { url, eventTypes, description }: { url: string; eventTypes: readonly string[]; description: string | null },
): Promise<{ webhook: Webhook; secret: string }> {
  const webhooks = new WebhookRepository(uow.trx, uow.organizationId);
  await lockOrganization(uow); // or those who come at once would all count the same
  if ((await webhooks.count()) >= MOST_WEBHOOKS)
    throw new DomainError('conflict', `An organisation has at most ${String(MOST_WEBHOOKS)} webhooks.`);
  const id = newId();
  const secret = newWebhookSecret();
  const webhook = await webhooks.insert({
    id,
    url,
    description,
    ...matchedEventTypes(eventTypes),
    state: 'active',
    disabledReason: null,
    secret: ring.encrypt(secret, webhookSecretContext(uow.organizationId, id, 'secret')),
    previousSecret: null,
    previousSecretUntil: null,
    ...HEALTHY,
    lastDeliveredAt: null,
  });
  recordWebhook(uow, 'webhook.created', { before: null, after: webhook });
  return { webhook, secret };
}

/**
 * Changes a webhook. A new URL, or being active again, forgets the failures and makes what waits due at once.
 * @throws DomainError not_found, stale_version
 */
export async function changeWebhook(uow: UnitOfWork, id: string, input: WebhookInput): Promise<Webhook> {
  const webhooks = new WebhookRepository(uow.trx, uow.organizationId);
  const before = await webhooks.getForUpdate(id);
  uow.checkMatch(before.version);
  const { url, eventTypes, description, state } = input;
  const isFresh = (url !== undefined && url !== before.url) || (state === 'active' && before.state !== 'active');
  const patch: RecordPatch<Webhook> = {
    ...(url === undefined ? {} : { url }),
    ...(description === undefined ? {} : { description }),
    ...(eventTypes === undefined ? {} : matchedEventTypes(eventTypes)),
    ...(state === undefined ? {} : { state, disabledReason: null }),
    ...(isFresh ? HEALTHY : {}),
  };
  const after = await webhooks.update(before, patch);
  if (isFresh) await new WebhookDeliveryRepository(uow.trx, uow.organizationId).makeDue(id, uow.now);
  recordWebhook(uow, 'webhook.updated', { before, after });
  return after;
}

/** Takes a webhook back; what waits for it is never sent. @throws DomainError not_found, stale_version */
export async function deleteWebhook(uow: UnitOfWork, id: string): Promise<void> {
  const webhooks = new WebhookRepository(uow.trx, uow.organizationId);
  const before = await webhooks.getForUpdate(id);
  uow.checkMatch(before.version);
  const after = await webhooks.delete(before, uow.now);
  await new WebhookDeliveryRepository(uow.trx, uow.organizationId).giveUpAll(id, 'webhook_deleted');
  recordWebhook(uow, 'webhook.deleted', { before, after });
}

/** The audit entry, and the event that wakes the webhook's workflow. */
export function recordWebhook(
  uow: UnitOfWork,
  event: string,
  { before, after }: { before: Webhook | null; after: Webhook },
): void {
  const facts = { entityType: 'webhook', entityId: after.id };
  uow.audit({
    event,
    ...facts,
    before: before === null ? null : auditedWebhook(before),
    after: after.deletedAt === null ? auditedWebhook(after) : null,
  });
  uow.emit({ type: event, ...facts, version: after.version });
}
