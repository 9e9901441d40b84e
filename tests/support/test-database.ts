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
