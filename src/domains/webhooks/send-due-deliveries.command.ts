/** One look of a webhook's workflow: what is due is sent, each attempt is kept, and what is to be done next is said. */
import { systemActor } from '../../access/actor';
import type { Database } from '../../platform/database';
import type { Logger } from '../../platform/logger';
import type { KeyRing } from '../../platform/secrets/key-ring';
import { runInOrganization, type UnitOfWork } from '../../platform/unit-of-work';
import type { WebhookOutcome } from '../../platform/webhook-attempt.rules';
import type { WebhookSender } from '../../platform/webhook-sender';
import { isProbing } from './delivery-attempts.rules';
import { keepAttempt } from './keep-attempt.command';
import { WebhookDeliveryRepository } from './webhook-deliveries.repository';
import { eventBody } from './webhook-message.rules';
import { signingSecrets } from './webhook-secrets.rules';
import type { WebhookLook } from './webhooks.contract';
import { WebhookRepository } from './webhooks.repository';
import type { Webhook, WebhookDelivery } from './webhooks.types';

export interface SendDeps {
  database: Database;
  logger: Logger;
  keyRing: KeyRing;
  webhookSender: WebhookSender;
}

export interface SendRequest {
  organizationId: string;
  webhookId: string;
  /** What is due by then is sent. */
  at: Date;
  /** Ends the look between messages, and the attempts under way. */
  signal?: AbortSignal;
}

/** Messages of different records that are sent at the same time. */
const AT_ONCE = 8;
/** After this no further messages are begun in one look. */
const LOOK_MS = 20_000;

/**
 * Sends what is due, of one record one after the other. Repeating it sends what was not kept as delivered once more, under the
 * same message ids. Ends after some 20 s when more is due: `nextDueAt` is then in the past.
 * @throws SecretUnreadableError, the signal's reason
 */
export async function sendDueDeliveries(deps: SendDeps, request: SendRequest): Promise<WebhookLook> {
  const startedAt = Date.now();
  let delivered = 0;
  let failed = 0;
  for (;;) {
    const elapsedMs = Date.now() - startedAt;
    const now = new Date(request.at.getTime() + elapsedMs);
    const next = await inOrganization(deps, { ...request, at: now }, (uow) => lookNow(uow, request.webhookId));
    if (next.due.length === 0 || next.webhook === null || elapsedMs > LOOK_MS) {
      return { state: next.state, delivered, failed, nextDueAt: next.nextDueAt?.toISOString() ?? null };
    }
    const { webhook } = next;
    const secrets = signingSecrets(deps.keyRing, webhook, now);
    const outcomes = await Promise.all(
      next.due.map((delivery) => sendOne(deps, { webhook, secrets, delivery, request })),
    );
    for (const [index, delivery] of next.due.entries()) {
      const outcome = outcomes[index];
      if (outcome === undefined) throw new Error('each delivery has an outcome');
      if (outcome.outcome === 'delivered') delivered += 1;
      else failed += 1;
      await inOrganization(deps, { ...request, at: now }, (uow) => keepAttempt(uow, { delivery, outcome }));
    }
  }
}

interface Next {
  state: WebhookLook['state'];
  webhook: Webhook | null;
  due: readonly WebhookDelivery[];
  nextDueAt: Date | null;
}

async function lookNow(uow: UnitOfWork, webhookId: string): Promise<Next> {
  const webhook = await new WebhookRepository(uow.trx, uow.organizationId).find(webhookId);
  if (webhook === undefined) return { state: 'deleted', webhook: null, due: [], nextDueAt: null };
  const { state, quietUntil } = webhook;
  if (state !== 'active') return { state, webhook, due: [], nextDueAt: null };
  const deliveries = new WebhookDeliveryRepository(uow.trx, uow.organizationId);
  const nextDueAt = await deliveries.nextDueAt(webhookId);
  if (quietUntil !== null && quietUntil > uow.now) {
    return { state, webhook, due: [], nextDueAt: nextDueAt === null ? null : latest(nextDueAt, quietUntil) };
  }
  const limit = isProbing(webhook) ? 1 : AT_ONCE;
  return { state, webhook, due: await deliveries.due(webhookId, { now: uow.now, limit }), nextDueAt };
}

function latest(a: Date, b: Date): Date {
  return a > b ? a : b;
}

async function sendOne(
  { webhookSender }: SendDeps,
  facts: { webhook: Webhook; secrets: readonly string[]; delivery: WebhookDelivery; request: SendRequest },
): Promise<WebhookOutcome> {
  const { webhook, secrets, delivery, request } = facts;
  return webhookSender.send({
    url: webhook.url,
    messageId: delivery.id,
    body: eventBody(request.organizationId, delivery),
    secrets,
    ...(request.signal === undefined ? {} : { signal: request.signal }),
  });
}

async function inOrganization<T>(
  { database }: SendDeps,
  { organizationId, at }: SendRequest,
  work: (uow: UnitOfWork) => Promise<T>,
): Promise<T> {
  const resolveActor = () => Promise.resolve(systemActor(organizationId));
  return runInOrganization(database, { organizationId, resolveActor, now: at }, work);
}
