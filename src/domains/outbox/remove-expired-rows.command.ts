/** Throws away what is only kept for a while: answers to repeated requests, relayed events, sessions long over. */
import type { Database } from '../../platform/database';
import { runInSystemScope } from '../../platform/unit-of-work';
import type { ReconcileInput, ReconcileOutput } from './outbox.contract';

export type RetentionInput = Pick<
  ReconcileInput,
  'idempotencyKeysOlderThanMs' | 'relayedEventsOlderThanMs' | 'sessionsExpiredForMs'
>;
export type RemovedRows = Pick<ReconcileOutput, 'removedIdempotencyKeys' | 'removedEvents' | 'removedSessions'>;

/** A table whose rows expire, and the column their age counts from. */
interface Expiring {
  table: 'idempotency_keys' | 'outbox' | 'sessions';
  column: 'created_at' | 'relayed_at' | 'expires_at';
}

const IDEMPOTENCY_KEYS: Expiring = { table: 'idempotency_keys', column: 'created_at' };
const EVENTS: Expiring = { table: 'outbox', column: 'relayed_at' };
const SESSIONS: Expiring = { table: 'sessions', column: 'expires_at' };
const ROWS_PER_TRANSACTION = 5_000;

/** Deletes in short transactions, so that no writer waits long. Idempotent: what is gone is not counted again. */
export async function removeExpiredRows(database: Database, input: RetentionInput): Promise<RemovedRows> {
  return {
    removedIdempotencyKeys: await removeAll(database, IDEMPOTENCY_KEYS, input.idempotencyKeysOlderThanMs),
    removedEvents: await removeAll(database, EVENTS, input.relayedEventsOlderThanMs),
    removedSessions: await removeAll(database, SESSIONS, input.sessionsExpiredForMs),
  };
}

async function removeAll(database: Database, { table, column }: Expiring, olderThanMs: number): Promise<number> {
  let total = 0;
  for (;;) {
    const removed = await runInSystemScope(database, 'reconciler', async (trx) => {
      const { rowCount } = await trx.raw<{ rowCount: number }>(
        `delete from ${table} where ctid in (
           select ctid from ${table} where ${column} < now() - ? * interval '1 millisecond' limit ? for update skip locked)`,
        [olderThanMs, ROWS_PER_TRANSACTION],
      );
      return rowCount;
    });
    total += removed;
    if (removed < ROWS_PER_TRANSACTION) return total;
  }
}
