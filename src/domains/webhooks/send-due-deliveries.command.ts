/** One look of a webhook's workflow: what is due is sent, each attempt is kept, and what is to be done next is said. */
import { systemActor } from '../../access/actor';
import type { Database } from '../../platform/database';
import type { FairPermits, Permit } from '../../platform/fair-permits';
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
  sendPermits: FairPermits;
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

/** Less, when others wait for a permit. */
const SHARED_LOOK_MS = 5_000;

/**
 * Sends what is due, of one record one after the other. Repeating it sends what was not kept as delivered once more, under the
 * same message ids. Ends after some 20 s when more is due: `nextDueAt` is then in the past. Without a permit to send it attempts nothing,
 * and `nextDueAt` is when to ask again.
 * @throws SecretUnreadableError, the signal's reason
 */
export async function sendDueDeliveries(deps: SendDeps, request: SendRequest): Promise<WebhookLook> {
  const { organizationId, webhookId, at } = request;
  const first = await look(deps, request);
  const nothing = { state: first.state, delivered: 0, failed: 0 };
  if (first.due.length === 0) return { ...nothing, nextDueAt: first.nextDueAt?.toISOString() ?? null };
  const answer = deps.sendPermits.take({ owner: organizationId, key: webhookId });
  if (answer.permit === null) {
    return { ...nothing, nextDueAt: new Date(at.getTime() + answer.askAgainInMs).toISOString() };
  }
  try {
    return await sendWhileDue(deps, request, { first, permit: answer.permit });
  } finally {
    answer.permit.release();
  }
}

async function sendWhileDue(
  deps: SendDeps,
  request: SendRequest,
  { first, permit }: { first: Next; permit: Permit },
): Promise<WebhookLook> {
  const startedAt = Date.now();
  const total = { delivered: 0, failed: 0 };
  for (let next = first, now = request.at; ;) {
    const isOver = Date.now() - startedAt > (permit.isWanted() ? SHARED_LOOK_MS : LOOK_MS);
    if (next.due.length === 0 || next.webhook === null || isOver) {
      return { state: next.state, ...total, nextDueAt: next.nextDueAt?.toISOString() ?? null };
    }
    const sent = await sendRound(deps, { webhook: next.webhook, due: next.due, request: { ...request, at: now } });
    total.delivered += sent.delivered;
    total.failed += sent.failed;
    now = new Date(request.at.getTime() + Date.now() - startedAt);
    next = await look(deps, { ...request, at: now });
  }
}

/** Sends these at the same time, and keeps what became of each. */
async function sendRound(
  deps: SendDeps,
  { webhook, due, request }: { webhook: Webhook; due: readonly WebhookDelivery[]; request: SendRequest },
): Promise<{ delivered: number; failed: number }> {
  const secrets = signingSecrets(deps.keyRing, webhook, request.at);
  const outcomes = await Promise.all(due.map((delivery) => sendOne(deps, { webhook, secrets, delivery, request })));
  const sent = { delivered: 0, failed: 0 };
  for (const [index, delivery] of due.entries()) {
    const outcome = outcomes[index];
    if (outcome === undefined) throw new Error('each delivery has an outcome');
    sent[outcome.outcome === 'delivered' ? 'delivered' : 'failed'] += 1;
    await inOrganization(deps, request, (uow) => keepAttempt(uow, { delivery, outcome }));
  }
  return sent;
}

function look(deps: SendDeps, request: SendRequest): Promise<Next> {
  return inOrganization(deps, request, (uow) => lookNow(uow, request.webhookId));
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
