import type { TestDatabase } from './test-database';

/** Resolves when `count` connections of this database wait for a lock: how a test knows that a race is set up. */
export async function untilWaiting(database: TestDatabase, count: number): Promise<void> {
  const waiting = database
    .admin('pg_stat_activity')
    .whereRaw(`datname = current_database() and wait_event_type = 'Lock'`);
  while ((await waiting.clone()).length < count) await new Promise((resolve) => setImmediate(resolve));
}
