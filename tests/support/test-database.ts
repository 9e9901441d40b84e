/** A database for tests that need no API: a clone of the migrated template, or an empty one, dropped afterwards. */
import { randomUUID } from 'node:crypto';
import { openDatabase, type Database } from '../../src/platform/database';
import { testServers, withDatabase } from './server-handover';

export interface TestDatabase {
  name: string;
  /** As the owner of the tables: row-level security does not bind it. */
  adminUrl: string;
  /** As the application's role. */
  appUrl: string;
  admin: Database;
  /** Cuts every connection and refuses new ones until it is given back: PostgreSQL as it is when it is away. */
  takeAway(): Promise<void>;
  giveBack(): Promise<void>;
  /** Closes the admin connection and drops the database, whoever is still connected. */
  close(): Promise<void>;
}

/** `empty` has no tables, for tests of the migrations themselves. */
export async function createTestDatabase(content: 'migrated' | 'empty' = 'migrated'): Promise<TestDatabase> {
  const servers = testServers();
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const template = content === 'empty' ? 'template0' : servers.templateDatabase;
  await asServerAdmin('create database ?? template ??', [name, template]);
  const adminUrl = withDatabase(servers.databaseAdminUrl, name);
  const admin = openDatabase(adminUrl, { poolSize: 4, applicationName: 'test' });
  return {
    name,
    adminUrl,
    appUrl: withDatabase(servers.databaseUrl, name),
    admin,
    takeAway: async () => {
      await asServerAdmin('alter database ?? with connection limit 0', [name]);
      await asServerAdmin('select pg_terminate_backend(pid) from pg_stat_activity where datname = ?', [name]);
    },
    giveBack: () => asServerAdmin('alter database ?? with connection limit -1', [name]),
    close: async () => {
      await admin.destroy();
      await asServerAdmin('drop database if exists ?? with (force)', [name]);
    },
  };
}

async function asServerAdmin(statement: string, names: string[]): Promise<void> {
  const server = openDatabase(testServers().databaseAdminUrl, { poolSize: 2, applicationName: 'test' });
  try {
    await server.raw(statement, names);
  } finally {
    await server.destroy();
  }
}
