/** The version that cached answers are kept under: it grows with every commit, and no writer waits for another because of it. */
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { readDataVersion } from '../../src/platform/answer-cache';
import type { Transaction } from '../../src/platform/database';
import { Factory, type Row } from '../support/factories';
import { createTestDatabase, type TestDatabase } from '../support/test-database';

let database: TestDatabase;
let factory: Factory;
let organizationId: string;
let ada: Row;
let bob: Row;

beforeAll(async () => {
  database = await createTestDatabase();
  factory = new Factory(database.admin);
});
afterAll(() => database.close());
beforeEach(async () => {
  organizationId = (await factory.organization()).id;
  ada = await factory.person({ organization_id: organizationId });
  bob = await factory.person({ organization_id: organizationId });
});

const version = (): Promise<number> => database.admin.transaction((trx) => readDataVersion(trx, organizationId));
const rename = (trx: Transaction, person: Row): Promise<number> =>
  trx('people').where('id', person.id).update({ full_name: 'Somebody' });

test('grows by every kind of statement, and only for the organisation concerned', async () => {
  const { id: other } = await factory.organization();
  await factory.person({ organization_id: other });
  const start = await version();
  const allocation = await factory.allocation({ person_id: ada.id });
  expect(await version()).toBe(start + 1);
  await database.admin('allocations').where('id', allocation.id).update({ basis_points: 1 });
  expect(await version()).toBe(start + 2);
  await database.admin('allocations').where('id', allocation.id).delete();
  expect(await version()).toBe(start + 3);
  await database.admin('organizations').where('id', organizationId).update({ name: 'Another' });
  expect(await version()).toBe(start + 4);
  await database.admin('people').where('organization_id', other).update({ full_name: 'Stranger' });
  expect(await version()).toBe(start + 4);
});

test('grows once for a transaction of many statements, and not at all for one that is rolled back', async () => {
  const start = await version();
  await database.admin.transaction(async (trx) => {
    await rename(trx, ada);
    await rename(trx, bob);
  });
  expect(await version()).toBe(start + 1);
  const trx = await database.admin.transaction();
  await rename(trx, ada);
  await trx.rollback();
  expect(await version()).toBe(start + 1);
});

test('grows when the statement that raised it was taken back and another one was not', async () => {
  const start = await version();
  await database.admin.transaction(async (trx) => {
    await trx.raw('savepoint attempt');
    await rename(trx, ada);
    await trx.raw('rollback to savepoint attempt');
    await rename(trx, bob);
  });
  expect(await version()).toBe(start + 1);
});

test('lets two writers of one organisation go on beside each other', async () => {
  const start = await version();
  const [first, second] = [await database.admin.transaction(), await database.admin.transaction()];
  await rename(first, ada);
  await second.raw(`set local lock_timeout = '15s'`);
  await rename(second, bob);
  await second.commit();
  expect(await version()).toBe(start + 1);
  await first.commit();
  expect(await version()).toBe(start + 2);
});
