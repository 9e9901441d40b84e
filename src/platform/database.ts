/** PostgreSQL through Knex, connected as the role that owns nothing. Objection is bound per transaction, never globally. */
import { setTimeout as pause } from 'node:timers/promises';
import { knex, type Knex } from 'knex';
import { types } from 'pg';
import { isUnavailable } from './database-errors';
import { JoinedBeginClient } from './joined-begin';
import type { Logger } from './logger';

/** Whoever holds a record for longer is frozen or lost: better an answer than a request that hangs. */
const LONGEST_WAIT_FOR_A_LOCK_MS = 30_000;
const FIRST_RETRY_MS = 250;
const LONGEST_RETRY_MS = 5_000;

export type Database = Knex;
export type Transaction = Knex.Transaction;
/** Runs `work` in a transaction of its own, so that what is slow (a password hash) can stay outside of any. */
export type InTransaction = <T>(work: (trx: Transaction) => Promise<T>) => Promise<T>;

/** Opens a pool; dates stay `YYYY-MM-DD` strings and int8 becomes a number, checked to be safe. */
export function openDatabase(
  url: string,
  options: { poolSize: number; applicationName: string; logger?: Logger },
): Database {
  types.setTypeParser(types.builtins.DATE, (value) => value);
  types.setTypeParser(types.builtins.INT8, safeInteger);
  // Knex hands on to pg what its types do not know.
  const connection: Knex.PgConnectionConfig & { lock_timeout: number } = {
    connectionString: url,
    application_name: options.applicationName,
    statement_timeout: 60_000,
    lock_timeout: LONGEST_WAIT_FOR_A_LOCK_MS,
    idle_in_transaction_session_timeout: 120_000,
    connectionTimeoutMillis: 3_000,
    keepAlive: true,
  };
  return knex({
    client: JoinedBeginClient,
    connection,
    pool: { min: 0, max: options.poolSize, acquireTimeoutMillis: 10_000 },
    acquireConnectionTimeout: 10_000,
    log: knexLog(options.logger),
  });
}

/**
 * Refuses a connection whose role would walk through row-level security.
 * @throws Error when the role is a superuser, bypasses row-level security or owns a table.
 */
export async function assertLeastPrivilege(database: Database): Promise<void> {
  const { rows } = await database.raw<{ rows: { unsafe: boolean }[] }>(`
    select rolsuper or rolbypassrls or exists (
      select from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'public' and c.relkind = 'r' and c.relowner = r.oid) as unsafe
    from pg_roles r where rolname = current_user`);
  if (rows[0]?.unsafe !== false) {
    throw new Error('DATABASE_URL connects as a role that bypasses row-level security; use plan_charge_app.');
  }
}

/**
 * Waits for PostgreSQL however long it is away, saying so in the log, then checks the role. For programs that go on for long: one
 * that ended instead would be given up by whoever starts it again.
 * @throws Error when the server refuses the login or `assertLeastPrivilege` refuses the role
 */
export async function awaitDatabase(database: Database, logger: Logger): Promise<void> {
  for (let retryInMs = FIRST_RETRY_MS; ; retryInMs = Math.min(2 * retryInMs, LONGEST_RETRY_MS)) {
    try {
      await assertLeastPrivilege(database);
      return;
    } catch (error) {
      if (!isUnavailable(error)) throw error;
      logger.warn({ err: error, retryInMs }, 'PostgreSQL cannot be reached; the start waits for it');
      await pause(retryInMs);
    }
  }
}

/** Knex would print to the console by itself. */
function knexLog(logger: Logger | undefined): Knex.Logger {
  const warn = (message: unknown): void => logger?.warn({ source: 'knex' }, String(message));
  return { warn, error: warn, deprecate: warn, debug: () => undefined };
}

function safeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new Error(`int8 ${text} does not fit a number`);
  return value;
}
