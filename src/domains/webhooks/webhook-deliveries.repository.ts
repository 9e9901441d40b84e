/**
 * What is sent to webhooks. Rows are made by the trigger on `outbox` (migration 0037). Of one record only the oldest waiting row
 * may be sent: webhook_deliveries_waiting. Lists by webhook_deliveries_list.
 */
import type { Transaction } from '../../platform/database';
import type { PageRequest } from '../../platform/record-repository';
import { decodeCursor } from '../../shared/cursor';
import { DomainError } from '../../shared/domain-error';
import type { DeliveryState, WebhookDelivery } from './webhooks.types';

/** Deliveries that have ended, by the instants of their events. */
export interface EndedSpan {
  since: Date;
  until: Date;
  states: readonly Exclude<DeliveryState, 'waiting'>[];
  /** An id. */
  after: string | null;
}

/** The oldest waiting delivery of each record. */
const HEADS = `select distinct on (entity_type, entity_id) * from webhook_deliveries
  where organization_id = ? and webhook_id = ? and state = 'waiting' order by entity_type, entity_id, event_id`;

export class WebhookDeliveryRepository {
  constructor(
    private readonly trx: Transaction,
    private readonly organizationId: string,
  ) {}

  /** What may be sent at `now`, the oldest events first, never two of one record. */
  async due(webhookId: string, { now, limit }: { now: Date; limit: number }): Promise<WebhookDelivery[]> {
    const { rows } = await this.trx.raw<{ rows: DeliveryRow[] }>(
      `select * from (${HEADS}) heads where next_attempt_at <= ? order by event_id limit ?`,
      [this.organizationId, webhookId, now, limit],
    );
    return rows.map(toDelivery);
  }

  /** When the next attempt is due; null when nothing waits. */
  async nextDueAt(webhookId: string): Promise<Date | null> {
    const { rows } = await this.trx.raw<{ rows: { at: Date | null }[] }>(
      `select min(next_attempt_at) as at from (${HEADS}) heads`,
      [this.organizationId, webhookId],
    );
    return rows[0]?.at ?? null;
  }

  /** Keeps an attempt. False when the delivery does not wait any more: somebody ended it meanwhile. */
  async noteAttempt(
    id: string,
    attempt: Pick<WebhookDelivery, 'state' | 'attempts' | 'lastStatus' | 'lastError'> & {
      at: Date;
      nextAt: Date | null;
    },
  ): Promise<boolean> {
    const changed = await this.#rows()
      .where({ id, state: 'waiting' })
      .update({
        state: attempt.state,
        attempts: attempt.attempts,
        last_attempt_at: attempt.at,
        last_status: attempt.lastStatus,
        last_error: attempt.lastError,
        ...(attempt.state === 'delivered' ? { delivered_at: attempt.at } : {}),
        ...(attempt.nextAt === null ? {} : { next_attempt_at: attempt.nextAt }),
      });
    return changed > 0;
  }

  /** Makes everything that waits due at `now`: the receiver is back, or is another one. */
  async makeDue(webhookId: string, now: Date): Promise<void> {
    await this.#rows()
      .where({ webhook_id: webhookId, state: 'waiting' })
      .where('next_attempt_at', '>', now)
      .update({ next_attempt_at: now });
  }

  /** Ends what waits, since nobody will send it. */
  async giveUpAll(webhookId: string, lastError: string): Promise<void> {
    await this.#rows()
      .where({ webhook_id: webhookId, state: 'waiting' })
      .update({ state: 'failed', last_error: lastError });
  }

  /** Locked for the rest of the transaction. @throws DomainError not_found */
  async getForUpdate(webhookId: string, id: string): Promise<WebhookDelivery> {
    const row = await this.#rows().where({ id, webhook_id: webhookId }).forUpdate().first<DeliveryRow | undefined>('*');
    if (row === undefined) throw new DomainError('not_found', 'There is no such delivery.');
    return toDelivery(row);
  }

  /** Puts a delivery that has ended back, to be sent again under the same id. */
  async sendAgain(id: string, { now, giveUpAt }: { now: Date; giveUpAt: Date }): Promise<WebhookDelivery> {
    const [row] = await this.#rows()
      .where({ id })
      .update({ state: 'waiting', attempts: 0, next_attempt_at: now, give_up_at: giveUpAt, delivered_at: null })
      .returning<DeliveryRow[]>('*');
    if (row === undefined) throw new Error('a locked delivery is there');
    return toDelivery(row);
  }

  /**
   * Ids of what has ended and whose event lies in `[since, until)`, oldest first from behind `after`, locked for the rest of the
   * transaction.
   */
  async endedForUpdate(webhookId: string, span: EndedSpan, limit: number): Promise<string[]> {
    const rows = this.#rows()
      .where({ webhook_id: webhookId })
      .whereIn('state', [...span.states])
      .where('occurred_at', '>=', span.since)
      .where('occurred_at', '<', span.until);
    if (span.after !== null) void rows.where('id', '>', span.after);
    const found = await rows.orderBy('id').limit(limit).forUpdate().select<{ id: string }[]>('id');
    return found.map(({ id }) => id);
  }

  /** As `sendAgain`, of many at once. */
  async sendAllAgain(ids: readonly string[], { now, giveUpAt }: { now: Date; giveUpAt: Date }): Promise<number> {
    if (ids.length === 0) return 0;
    return this.#rows()
      .whereRaw('id = any (?::uuid[])', [[...ids]])
      .update({ state: 'waiting', attempts: 0, next_attempt_at: now, give_up_at: giveUpAt, delivered_at: null });
  }

  /** One page, newest first, one row more where more follow. */
  async list(
    webhookId: string,
    request: PageRequest & { state: DeliveryState | undefined },
  ): Promise<{ rows: WebhookDelivery[]; total: number }> {
    const narrowed = this.#rows().where({ webhook_id: webhookId });
    if (request.state !== undefined) void narrowed.where({ state: request.state });
    const [counted] = await narrowed.clone().select<{ total: number }[]>(this.trx.raw('count(*)::int as total'));
    if (request.cursor !== undefined) void narrowed.where('id', '<', decodeCursor(request.cursor).id);
    else void narrowed.offset((request.page - 1) * request.pageSize);
    const rows = await narrowed
      .orderBy('id', 'desc')
      .limit(request.pageSize + 1)
      .select<DeliveryRow[]>('*');
    return { rows: rows.map(toDelivery), total: counted?.total ?? 0 };
  }

  #rows() {
    return this.trx('webhook_deliveries').where({ organization_id: this.organizationId });
  }
}

interface DeliveryRow {
  id: string;
  webhook_id: string;
  event_id: number;
  event_type: string;
  entity_type: string;
  entity_id: string;
  entity_version: number;
  occurred_at: Date;
  state: DeliveryState;
  attempts: number;
  next_attempt_at: Date;
  give_up_at: Date;
  last_attempt_at: Date | null;
  last_status: number | null;
  last_error: string | null;
  delivered_at: Date | null;
  created_at: Date;
}

function toDelivery(row: DeliveryRow): WebhookDelivery {
  return {
    id: row.id,
    webhookId: row.webhook_id,
    eventId: row.event_id,
    eventType: row.event_type,
    entityType: row.entity_type,
    entityId: row.entity_id,
    entityVersion: row.entity_version,
    occurredAt: row.occurred_at,
    state: row.state,
    attempts: row.attempts,
    nextAttemptAt: row.next_attempt_at,
    giveUpAt: row.give_up_at,
    lastAttemptAt: row.last_attempt_at,
    lastStatus: row.last_status,
    lastError: row.last_error,
    deliveredAt: row.delivered_at,
    createdAt: row.created_at,
  };
}
