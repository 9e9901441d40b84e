/**
 * Knex's PostgreSQL client, but BEGIN travels in one message with the first statement of its transaction: one wait for
 * PostgreSQL less in every transaction. That works where the first statement has no bindings, as binding the transaction to
 * its organisation has none; before any other statement BEGIN goes alone, as ever.
 */
import PostgresClient from 'knex/lib/dialects/postgres';

const BEGIN = 'BEGIN;';

/** Connections whose transaction has been begun for Knex and not yet for PostgreSQL. */
const begun = new WeakSet<object>();

export class JoinedBeginClient extends PostgresClient {
  override async _query(connection: object, statement: PostgresClient.Statement): Promise<PostgresClient.Statement> {
    if (statement.sql === BEGIN) {
      begun.add(connection);
      return Object.assign(statement, { response: {} });
    }
    if (!begun.delete(connection)) return super._query(connection, statement);
    if (!isPlain(statement)) {
      await super._query(connection, { sql: BEGIN });
      return super._query(connection, statement);
    }
    const joined = await super._query(connection, { ...statement, sql: `${BEGIN} ${statement.sql}` });
    // PostgreSQL answers each statement of a message by itself; the caller asked for the last one.
    return Object.assign(statement, { response: (joined.response as unknown[]).at(-1) });
  }
}

function isPlain({ bindings = [], options }: PostgresClient.Statement): boolean {
  return bindings.length === 0 && options?.name === undefined;
}
