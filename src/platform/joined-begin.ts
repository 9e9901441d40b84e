/**
 * Knex's PostgreSQL client, but BEGIN and the statement that binds a transaction to its organisation travel in one message
 * with the first statement that answers something: one or two waits for PostgreSQL less in every transaction. That works
 * where this statement has no bindings; before any other, what waits goes in a message of its own.
 */
import PostgresClient from 'knex/lib/dialects/postgres';

const BEGIN = 'BEGIN;';

/** Marks a statement without bindings whose answer nobody reads: `trx.raw(…).options(TRAVELS_ALONG)`. */
export const TRAVELS_ALONG = { travelsAlong: true } as const;

/** What Knex takes for done and PostgreSQL has yet to see, by connection. */
const waiting = new WeakMap<object, string>();

export class JoinedBeginClient extends PostgresClient {
  override async _query(connection: object, statement: PostgresClient.Statement): Promise<PostgresClient.Statement> {
    const before = waiting.get(connection);
    if (statement.sql === BEGIN || (before !== undefined && statement.options?.travelsAlong === true)) {
      waiting.set(connection, `${before ?? ''}${statement.sql.replace(/;?$/, ';')} `);
      return Object.assign(statement, { response: {} });
    }
    if (before === undefined) return super._query(connection, statement);
    waiting.delete(connection);
    if (!isPlain(statement)) {
      await super._query(connection, { sql: before });
      return super._query(connection, statement);
    }
    const joined = await super._query(connection, { ...statement, sql: before + statement.sql });
    // PostgreSQL answers each statement of a message by itself; the caller asked for the last one.
    return Object.assign(statement, { response: (joined.response as unknown[]).at(-1) });
  }
}

function isPlain({ bindings = [], options }: PostgresClient.Statement): boolean {
  return bindings.length === 0 && options?.name === undefined;
}
