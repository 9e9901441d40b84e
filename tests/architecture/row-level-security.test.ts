/** The second wall: what PostgreSQL itself lets the application's role see and do, table by table, from the catalogue. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { assertLeastPrivilege, openDatabase, type Database } from '../../src/platform/database';
import { newId } from '../../src/shared/ids';
import { Factory } from '../support/factories';
import { createTestDatabase, type TestDatabase } from '../support/test-database';

/** Tables of no organisation; everything else must carry one and be protected. */
const WITHOUT_ORGANIZATION = ['knex_migrations', 'knex_migrations_lock'];
/** Tables that login, webhooks, the relay and the reconciler may read across organisations (docs/decisions/0004). */
const IN_SYSTEM_SCOPE = [
  'approval_notices',
  'approvals',
  'connections',
  'dirty_ranges',
  'idempotency_keys',
  'memberships',
  'organizations',
  'outbox',
  'password_resets',
  'report_schedules',
  'sessions',
  'users',
  'webhook_deliveries',
  'webhooks',
];

let database: TestDatabase;
let app: Database;
let mine: string;
let theirs: string;

beforeAll(async () => {
  database = await createTestDatabase();
  app = openDatabase(database.appUrl, { poolSize: 4, applicationName: 'test' });
  const factory = new Factory(database.admin);
  mine = (await factory.organization()).id;
  theirs = (await factory.organization()).id;
  for (const organization_id of [mine, theirs]) {
    const person = await factory.person({ organization_id });
    await factory.allocation({ organization_id, person_id: person.id });
    await factory.session({ organization_id, user_id: (await factory.membership({ organization_id })).user_id });
  }
});
afterAll(async () => {
  await app.destroy();
  await database.close();
});

async function tables(): Promise<string[]> {
  const rows = await database
    .admin('pg_tables')
    .where({ schemaname: 'public' })
    .whereNotIn('tablename', WITHOUT_ORGANIZATION)
    .orderBy('tablename')
    .select<{ tablename: string }[]>('tablename');
  return rows.map((row) => row.tablename);
}

/** What the application's role gets inside a transaction bound as `settings` say. */
async function as<T>(settings: Record<string, string>, work: (trx: Database) => Promise<T>): Promise<T> {
  return app.transaction(async (trx) => {
    for (const [name, value] of Object.entries(settings)) await trx.raw('select set_config(?, ?, true)', [name, value]);
    return work(trx);
  });
}

test('every table has row-level security and a policy; every table but organisations and users carries the organisation', async () => {
  const { rows } = await database.admin.raw<{
    rows: { name: string; enabled: boolean; policies: number; column: boolean }[];
  }>(`
    select c.relname as name, c.relrowsecurity as enabled,
      (select count(*) from pg_policy p where p.polrelid = c.oid) as policies,
      exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'organization_id' and a.attnotnull) as column
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relname like 'knex%' order by 1`);
  expect(rows.length).toBeGreaterThan(20);
  expect(rows.filter((row) => !row.enabled || row.policies === 0)).toEqual([]);
  expect(rows.filter((row) => !row.column).map((row) => row.name)).toEqual(['organizations', 'users']);
});

test('foreign keys between records carry the organisation', async () => {
  const { rows } = await database.admin.raw<{ rows: { name: string; columns: number }[] }>(`
    select conrelid::regclass || '.' || conname as name, cardinality(conkey) as columns
    from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace
      and confrelid not in ('organizations'::regclass, 'users'::regclass)`);
  expect(rows.length).toBeGreaterThan(15);
  expect(rows.filter((row) => row.columns < 2)).toEqual([]);
});

test('the role owns nothing and bypasses nothing; a role that does is refused at the start', async () => {
  await expect(assertLeastPrivilege(app)).resolves.toBeUndefined();
  await expect(assertLeastPrivilege(database.admin)).rejects.toThrow(/row-level security/);
});

test('the system scope opens exactly the listed tables', async () => {
  const { rows } = await database.admin.raw<{ rows: { name: string }[] }>(`
    select distinct tablename as name from pg_policies where schemaname = 'public' and qual like '%app.system_scope%' order by 1`);
  expect(rows.map((row) => row.name)).toEqual(IN_SYSTEM_SCOPE);
});

describe('with the first wall dropped', () => {
  test('no organisation set: no rows anywhere', async () => {
    for (const table of await tables()) {
      expect([table, await as({}, (trx) => trx(table).select())]).toEqual([table, []]);
    }
  });

  test('a query without a where sees only the transaction’s organisation', async () => {
    for (const table of await tables()) {
      const column = table === 'organizations' ? 'id' : 'organization_id';
      if (table === 'users') continue;
      const rows = await as({ 'app.organization_id': mine }, (trx) =>
        trx(table).select<Record<string, unknown>[]>(column),
      );
      expect([table, rows.filter((row) => row[column] !== mine)]).toEqual([table, []]);
    }
    const users = await as({ 'app.organization_id': mine }, (trx) => trx('users').select());
    expect(users).toHaveLength(1);
  });

  test('a row of another organisation can neither be inserted, changed nor deleted', async () => {
    const bound = { 'app.organization_id': mine };
    const row = { organization_id: theirs, id: newId(), full_name: 'Spy' };
    await expect(as(bound, (trx) => trx('people').insert(row))).rejects.toThrow(/row-level security/);
    await expect(as(bound, (trx) => trx('people').update({ organization_id: theirs }))).rejects.toThrow(
      /row-level security/,
    );
    expect(await as(bound, (trx) => trx('people').where({ organization_id: theirs }).update({ full_name: 'X' }))).toBe(
      0,
    );
    expect(await as(bound, (trx) => trx('allocations').where({ organization_id: theirs }).delete())).toBe(0);
  });

  test('a reference to another organisation’s record is refused by the key itself', async () => {
    const other = await database.admin('people').where({ organization_id: theirs }).first<{ id: string }>('id');
    const row = { organization_id: mine, id: newId(), full_name: 'A', manager_id: other.id };
    await expect(as({ 'app.organization_id': mine }, (trx) => trx('people').insert(row))).rejects.toThrow(
      /foreign key/,
    );
  });

  test('the audit log can be added to and read, and nothing else', async () => {
    const bound = { 'app.organization_id': mine };
    await expect(as(bound, (trx) => trx('audit_events').update({ event: 'x' }))).rejects.toThrow(/permission denied/);
    await expect(as(bound, (trx) => trx('audit_events').delete())).rejects.toThrow(/permission denied/);
  });
});
