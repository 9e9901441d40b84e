/** A database of its own for each suite: a clone of the migrated template, dropped afterwards. */
import { randomUUID } from 'node:crypto';
import { openDatabase, type Database } from '../../src/platform/database';

/** The migrated database that suites clone; nobody connects to it while tests run. */
export const TEMPLATE_DATABASE = 'plan_charge_template';

export interface TestDatabase {
  name: string;
  /** As the owner of the tables: row-level security does not bind it. For factories and for looking behind the API. */
  adminUrl: string;
  /** As the application's role. */
  appUrl: string;
  admin: Database;
  /** Closes the admin connection and drops the database, whoever is still connected. */
  close(): Promise<void>;
}

/** `template: null` gives an empty database, for tests of the migrations themselves. */
export async function createTestDatabase(template: string | null = TEMPLATE_DATABASE): Promise<TestDatabase> {
  const name = `test_${randomUUID().replaceAll('-', '').slice(0, 16)}`;
  await asAdmin((admin) =>
    admin.raw('create database ?? template ??', [name, template ?? 'template0']).then(() => undefined),
  );
  const adminUrl = onDatabase(address('DATABASE_ADMIN_URL'), name);
  const admin = openDatabase(adminUrl, { poolSize: 4, applicationName: 'plan-charge tests' });
  return {
    name,
    adminUrl,
    appUrl: onDatabase(address('DATABASE_URL'), name),
    admin,
    close: async () => {
      await admin.destroy();
      await asAdmin((server) => server.raw('drop database if exists ?? with (force)', [name]).then(() => undefined));
    },
  };
}

/** The address of a server the tests were given. @throws Error when global setup did not hand it over */
export function address(name: 'DATABASE_URL' | 'DATABASE_ADMIN_URL' | 'REDIS_URL' | 'TEMPORAL_ADDRESS'): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`${name} is not set: run the tests with \`npm test\``);
  return value;
}

/** The same server and role, another database. */
export function onDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.toString();
}

async function asAdmin(work: (server: Database) => Promise<void>): Promise<void> {
  const url = onDatabase(address('DATABASE_ADMIN_URL'), 'postgres');
  const server = openDatabase(url, { poolSize: 2, applicationName: 'plan-charge tests' });
  try {
    await work(server);
  } finally {
    await server.destroy();
  }
}
