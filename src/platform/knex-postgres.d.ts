/** The part of Knex's PostgreSQL client that joined-begin.ts builds on; Knex has no types for its own files. */
declare module 'knex/lib/dialects/postgres' {
  import { Knex } from 'knex';

  class PostgresClient extends Knex.Client {
    _query(connection: object, statement: PostgresClient.Statement): Promise<PostgresClient.Statement>;
  }
  namespace PostgresClient {
    interface Statement {
      sql: string;
      bindings?: readonly unknown[];
      options?: { name?: string; travelsAlong?: boolean };
      response?: unknown;
    }
  }
  export = PostgresClient;
}
