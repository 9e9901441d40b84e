/** Sends the messages of a span of time once more: the receiver was broken and is not any more. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { decodeCursor, encodeCursor } from '../../shared/cursor';
import { DomainError, invalidField } from '../../shared/domain-error';
import { GIVE_UP_AFTER_MS } from './delivery-attempts.rules';
import { WebhookDeliveryRepository } from './webhook-deliveries.repository';
import { WebhookRepository } from './webhooks.repository';

/** Messages of one call: the transaction stays short, and the writers of events do not wait for it. */
export const MOST_AT_ONCE = 1_000;

export interface RedeliverySpan {
  webhookId: string;
  /** Of the events, inclusive. */
  since: Date;
  /** Exclusive; null = now. */
  until: Date | null;
  /** False: also messages that were taken. */
  onlyFailed: boolean;
  cursor?: string | undefined;
}

/**
 * They wait again, each under its message id and those of one record in their order. What waits already is left as it is, so a
 * call that is repeated queues nothing twice, unless it asks for what was taken and that was taken again meanwhile.
 * @throws DomainError not_found, validation_failed, conflict while the webhook is not active
 */
export async function redeliverSince(
  uow: UnitOfWork,
  { webhookId, since, until, onlyFailed, cursor }: RedeliverySpan,
): Promise<{ queued: number; nextCursor: string | null }> {
  if (until !== null && until <= since) throw invalidField('/until', 'until_before_since', 'until lies after since');
  const webhook = await new WebhookRepository(uow.trx, uow.organizationId).getForUpdate(webhookId);
  if (webhook.state !== 'active')
    throw new DomainError('conflict', `The webhook is ${webhook.state}; make it active first.`);
  const deliveries = new WebhookDeliveryRepository(uow.trx, uow.organizationId);
  const states = onlyFailed ? (['failed'] as const) : (['failed', 'delivered'] as const);
  const after = cursor === undefined ? null : decodeCursor(cursor).id;
  const span = { since, until: until ?? uow.now, states, after };
  const found = await deliveries.endedForUpdate(webhookId, span, MOST_AT_ONCE + 1);
  const ids = found.slice(0, MOST_AT_ONCE);
  const giveUpAt = new Date(uow.now.getTime() + GIVE_UP_AFTER_MS);
  const queued = await deliveries.sendAllAgain(ids, { now: uow.now, giveUpAt });
  const facts = { entityType: 'webhook', entityId: webhookId };
  uow.audit({ event: 'webhook.redelivered', ...facts, before: null, after: { ...span, onlyFailed, queued } });
  if (queued > 0) uow.emit({ type: 'webhook.redelivered', ...facts, version: webhook.version, urgent: true });
  const last = ids.at(-1);
  const isMore = found.length > ids.length && last !== undefined;
  return { queued, nextCursor: isMore ? encodeCursor({ sortValue: '', id: last }) : null };
}
