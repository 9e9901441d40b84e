/**
 * Throws away what is only kept for a while: answers to repeated requests, relayed events, sessions long over, requests for new
 * passwords, messages to webhooks.
 */
import type { Database } from '../../platform/database';
import { runInSystemScope } from '../../platform/unit-of-work';
import type { ReconcileInput, ReconcileOutput } from './outbox.contract';

export type RetentionInput = Pick<ReconcileInput, 'idempotencyKeysOlderThanMs' | 'relayedEventsOlderThanMs'>;
export type RemovedRows = Pick<
  ReconcileOutput,
  'removedIdempotencyKeys' | 'removedEvents' | 'removedSessions' | 'removedPasswordResets' | 'removedWebhookDeliveries'
>;

/** Rows that have expired, as `r`; `?` is their age in milliseconds where one decides for all organisations. */
const EXPIRED = {
  idempotency_keys: `select r.ctid from idempotency_keys r where r.created_at < now() - ? * interval '1 millisecond'`,
  outbox: `select r.ctid from outbox r where r.relayed_at < now() - ? * interval '1 millisecond'`,
  sessions: `select r.ctid from sessions r join organizations o on o.id = r.organization_id
    where least(r.expires_at, r.revoked_at) < now() - o.ended_sessions_days * interval '1 day'`,
  password_resets: `select r.ctid from password_resets r where r.created_at < now() - interval '7 days'`,
  webhook_deliveries: `select r.ctid from webhook_deliveries r
    where r.state <> 'waiting' and r.created_at < now() - interval '30 days'`,
} as const;
const ROWS_PER_TRANSACTION = 5_000;

/** Deletes in short transactions, so that no writer waits long. Idempotent: what is gone is not counted again. */
export async function removeExpiredRows(database: Database, input: RetentionInput): Promise<RemovedRows> {
  return {
    removedIdempotencyKeys: await removeAll(database, 'idempotency_keys', [input.idempotencyKeysOlderThanMs]),
    removedEvents: await removeAll(database, 'outbox', [input.relayedEventsOlderThanMs]),
    removedSessions: await removeAll(database, 'sessions', []),
    removedPasswordResets: await removeAll(database, 'password_resets', []),
    removedWebhookDeliveries: await removeAll(database, 'webhook_deliveries', []),
  };
}

async function removeAll(database: Database, table: keyof typeof EXPIRED, ages: readonly number[]): Promise<number> {
  let total = 0;
  for (;;) {
    const removed = await runInSystemScope(database, 'reconciler', async (trx) => {
      const { rowCount } = await trx.raw<{ rowCount: number }>(
        `delete from ${table} where ctid in (${EXPIRED[table]} limit ? for update of r skip locked)`,
        [...ages, ROWS_PER_TRANSACTION],
      );
      return rowCount;
    });
    total += removed;
    if (removed < ROWS_PER_TRANSACTION) return total;
  }
}
