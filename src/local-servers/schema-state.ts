/** A cheap look at whether migrations and demo data have anything to do, so that a second start need not load them. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { DEMO_ORGANIZATION_ID, SECOND_ORGANIZATION_ID } from '../demo/demo-ids.rules';
import { hasCode } from './local-server-error';

const FOLDER = join(__dirname, '..', '..', 'migrations');
const UNDEFINED_TABLE = '42P01';

/** True when the database has run exactly the files of `migrations/`. */
export async function isSchemaCurrent(adminUrl: string): Promise<boolean> {
  const done = await query(adminUrl, 'select name from knex_migrations order by name');
  const wanted = readdirSync(FOLDER)
    .filter((file) => /^\d{4}_\w+\.(ts|js)$/.test(file))
    .map((file) => file.slice(0, -3))
    .sort();
  return done?.join() === wanted.join();
}

/** True when both demo organisations are there, which is all that loading them asks too; the owning role sees every organisation. */
export async function isDemoLoaded(adminUrl: string): Promise<boolean> {
  const wanted = [DEMO_ORGANIZATION_ID, SECOND_ORGANIZATION_ID];
  const found = await query(adminUrl, 'select id::text as name from organizations where id = any ($1)', [wanted]);
  return found?.length === wanted.length;
}

/**
 * Frees the lock that a killed migration left. Only for a database that is ours alone and just started: nobody can be migrating it.
 * Answers true when there was one.
 */
export async function releaseMigrationLock(adminUrl: string): Promise<boolean> {
  const freed = await query(
    adminUrl,
    'update knex_migrations_lock set is_locked = 0 where is_locked = 1 returning is_locked::text as name',
  );
  return freed !== undefined && freed.length > 0;
}

async function query(adminUrl: string, sql: string, values: unknown[] = []): Promise<string[] | undefined> {
  const client = new Client({ connectionString: adminUrl, connectionTimeoutMillis: 5_000 });
  await client.connect();
  try {
    return (await client.query<{ name: string }>(sql, values)).rows.map((row) => row.name);
  } catch (error) {
    if (hasCode(error, UNDEFINED_TABLE)) return undefined;
    throw error;
  } finally {
    await client.end();
  }
}
