/** Every migration goes up, down and up again, with rows in the tables. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { migrateToLatest, rollBack } from '../../src/platform/migrations';
import { Factory } from '../support/factories';
import { createTestDatabase, type TestDatabase } from '../support/test-database';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase('empty');
});
afterAll(() => database.close());

async function fill(): Promise<void> {
  const factory = new Factory(database.admin);
  const { id: organization_id } = await factory.organization();
  await factory.teamMember({ organization_id });
  await factory.personCalendar({ organization_id });
  await factory.holiday({ organization_id });
  await factory.absence({ organization_id });
  await factory.engagement({ organization_id });
  await factory.allocation({ organization_id });
  const { user_id } = await factory.membership({ organization_id });
  await factory.session({ organization_id, user_id });
}

async function tableNames(): Promise<string[]> {
  const rows = await database
    .admin('pg_tables')
    .where({ schemaname: 'public' })
    .whereNot('tablename', 'like', 'knex%')
    .orderBy('tablename')
    .select<{ tablename: string }[]>('tablename');
  return rows.map((row) => row.tablename);
}

test('up on an empty database, twice at once and again, ends at the same schema', async () => {
  const results = await Promise.allSettled([migrateToLatest(database.adminUrl), migrateToLatest(database.adminUrl)]);
  expect(results.some((result) => result.status === 'fulfilled')).toBe(true);
  expect(await migrateToLatest(database.adminUrl)).toEqual([]);
  expect((await tableNames()).length).toBeGreaterThan(20);
});

test('one down and up at a time, all the way, on a database with rows', async () => {
  await fill();
  const names = await tableNames();
  for (let taken = await rollBack(database.adminUrl); taken.length > 0; taken = await rollBack(database.adminUrl)) {
    expect(taken).toHaveLength(1);
  }
  expect(await tableNames()).toEqual([]);
  await migrateToLatest(database.adminUrl);
  expect(await tableNames()).toEqual(names);
  await fill();
});

test('all down at once with rows', async () => {
  expect((await rollBack(database.adminUrl, true)).length).toBeGreaterThanOrEqual(6);
  expect(await tableNames()).toEqual([]);
});
