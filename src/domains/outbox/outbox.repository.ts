/**
 * The table `outbox`. Rows are claimed for a short time (`next_attempt_at` moves ahead) instead of being locked while
 * Temporal is called, so no transaction stays open across a remote call; a relay that dies leaves rows that come back
 * when the claim runs out. Claims use the partial index `outbox_waiting`.
 */
import type { Transaction } from '../../platform/database';
import type { NewOutboxEvent, OutboxBacklog, OutboxEvent } from './outbox.types';

/** The channel that is notified after an insert: a hint to look at once, never the only way. */
export const OUTBOX_CHANNEL = 'outbox';

interface OutboxRow {
  id: number;
  organization_id: string;
  event_type: string;
  entity_type: string;
  entity_id: string;
  entity_version: number;
  actor_user_id: string | null;
  request_id: string | null;
  attempts: number;
}

export class OutboxRepository {
  /** @param trx bound to one organisation to append, in the system scope to relay */
  constructor(readonly trx: Transaction) {}

  /** Adds events in the caller's transaction and wakes the relay when it commits. */
  async append(events: readonly NewOutboxEvent[]): Promise<void> {
    if (events.length === 0) return;
    await this.trx.batchInsert('outbox', events.map(rowOf), 500);
    await this.trx.raw(`notify ${OUTBOX_CHANNEL}`);
  }

  /** Takes up to `limit` waiting events, oldest first, for `leaseMs`; two relays never get the same row. */
  async claim(limit: number, leaseMs: number): Promise<OutboxEvent[]> {
    const { rows } = await this.trx.raw<{ rows: OutboxRow[] }>(
      `with due as (
         select id from outbox where relayed_at is null and next_attempt_at <= now()
         order by next_attempt_at, id limit ? for update skip locked)
       update outbox o set attempts = o.attempts + 1, next_attempt_at = now() + ? * interval '1 millisecond'
       from due where o.id = due.id
       returning o.id, o.organization_id, o.event_type, o.entity_type, o.entity_id, o.entity_version,
         o.actor_user_id, o.request_id, o.attempts`,
      [limit, leaseMs],
    );
    return rows.map(eventOf).sort((a, b) => a.id - b.id);
  }

  /** Ends the events' journey. */
  async markRelayed(ids: readonly number[]): Promise<void> {
    await this.trx('outbox').whereIn('id', ids).update({ relayed_at: this.trx.fn.now(), last_error_code: null });
  }

  /** Puts events back to be tried again after `delayMs`, saying why. */
  async postpone(ids: readonly number[], delayMs: number, errorCode: string): Promise<void> {
    await this.trx('outbox')
      .whereIn('id', ids)
      .whereNull('relayed_at')
      .update({
        next_attempt_at: this.trx.raw(`now() + ? * interval '1 millisecond'`, [delayMs]),
        last_error_code: errorCode,
      });
  }

  /** Makes events due now that have waited longer than `olderThanMs`; returns how many. */
  async releaseStuck(olderThanMs: number): Promise<number> {
    return this.trx('outbox')
      .whereNull('relayed_at')
      .where('next_attempt_at', '>', this.trx.fn.now())
      .where('created_at', '<', this.trx.raw(`now() - ? * interval '1 millisecond'`, [olderThanMs]))
      .update({ next_attempt_at: this.trx.fn.now() });
  }

  /** How many events wait and since when. */
  async backlog(): Promise<OutboxBacklog> {
    const { rows } = await this.trx.raw<{ rows: { waiting: number; oldest: number }[] }>(
      `select count(*)::int as waiting, coalesce(extract(epoch from now() - min(created_at)), 0)::float8 as oldest
       from outbox where relayed_at is null`,
    );
    return { waiting: rows[0]?.waiting ?? 0, oldestAgeSeconds: Math.max(0, rows[0]?.oldest ?? 0) };
  }
}

function rowOf(event: NewOutboxEvent): object {
  return {
    organization_id: event.organizationId,
    event_type: event.eventType,
    entity_type: event.entityType,
    entity_id: event.entityId,
    entity_version: event.entityVersion,
    actor_user_id: event.actorUserId,
    request_id: event.requestId,
  };
}

function eventOf(row: OutboxRow): OutboxEvent {
  return {
    id: row.id,
    organizationId: row.organization_id,
    eventType: row.event_type,
    entityType: row.entity_type,
    entityId: row.entity_id,
    entityVersion: row.entity_version,
    actorUserId: row.actor_user_id,
    requestId: row.request_id,
    attempts: row.attempts,
  };
}
