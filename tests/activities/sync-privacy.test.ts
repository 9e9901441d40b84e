/** Somebody who was erased here stays erased, whatever the provider goes on saying. */
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { asSystem } from '../../src/domains/privacy/as-system.command';
import { requestErasure } from '../../src/domains/privacy/request-erasure.command';
import { eraseRecords, finishErasure, redactAudit } from '../../src/domains/privacy/run-erasure.command';
import type { Row } from '../support/factories';
import { startSyncSuite, type SyncSuite } from '../support/sync-suite';

jest.setTimeout(180_000);

const CANARY = 'Canarini';
let suite: SyncSuite;
let collaborator: string;
let contract: string;
let personId: string;
beforeAll(async () => {
  suite = await startSyncSuite();
  const { rows } = suite.on.fakes.payfit;
  const first = rows.all('contract')[0] as { contractId: string; collaboratorId: string };
  [contract, collaborator] = [first.contractId, first.collaboratorId];
  rows.change('collaborator', collaborator, { lastName: CANARY });
  rows.add('absence', leave('a-erased-1'));
  await suite.sync(suite.payfit, 'full');
  const { admin } = suite.database;
  personId = (await admin('external_accounts').where({ external_user_id: collaborator }).first<Row>())[
    'person_id'
  ] as string;
  await admin('engagements').where({ person_id: personId }).update({ end_date: '2026-01-31' });
  await erase(personId);
}, 180_000);
afterAll(() => suite.close());

const leave = (id: string) => ({
  id,
  contractId: contract,
  startDate: { date: '2026-12-07', moment: 'beginning-of-day' },
  endDate: { date: '2026-12-09', moment: 'end-of-day' },
  type: 'fr_maladie_ordinaire',
  status: 'approved',
});

async function erase(id: string): Promise<void> {
  const step = { database: suite.database.app, organizationId: suite.organizationId, workflowId: 'erasure/test' };
  const { id: erasure } = await asSystem(step, (uow) => requestErasure(uow, id));
  await asSystem(step, (uow) => eraseRecords(uow, erasure));
  while (!(await asSystem(step, (uow) => redactAudit(uow, erasure, 1_000))).done);
  await asSystem(step, (uow) => finishErasure(uow, erasure, null));
}

/** Tables with a row that has the word. */
async function tellingTables(word: string): Promise<string[]> {
  const { admin } = suite.database;
  const tables = await admin('pg_tables').where({ schemaname: 'public' }).select<{ tablename: string }[]>('tablename');
  const telling: string[] = [];
  for (const { tablename } of tables) {
    const { rows } = await admin.raw<{ rows: unknown[] }>('select 1 from ?? t where t::text like ? limit 1', [
      tablename,
      `%${word}%`,
    ]);
    if (rows.length > 0) telling.push(tablename);
  }
  return telling.sort();
}

const everywhere = async (): Promise<string[]> => {
  const words = [CANARY, collaborator, contract, 'a-erased-1', 'a-erased-2'];
  return (await Promise.all(words.map(tellingTables))).flat();
};

test('the erasure leaves neither the name nor an id of the provider', async () => {
  expect(await everywhere()).toEqual([]);
});

test.each([true, false])('the next full sync (dry run: %s) stores nothing of them and says so', async (dryRun) => {
  suite.on.fakes.payfit.rows.add('absence', leave(`a-erased-${dryRun ? '2' : '3'}`));
  const run = await suite.sync(suite.payfit, 'full', dryRun);
  // The collaborator, the contract and the absences.
  expect(run.erased).toBeGreaterThanOrEqual(dryRun ? 4 : 5);
  expect(run.seen).toBe(run.created + run.updated + run.unchanged + run.failed);
  expect(run.unchanged).toBeGreaterThanOrEqual(run.erased);
  expect(await everywhere()).toEqual([]);
  const person = await suite.database.admin('people').where({ id: personId }).first<Row>();
  expect(person['full_name']).toBe(`Erased person ${personId.slice(0, 8)}`);
});

test('a contract that they get later, and absences under it, stay out too', async () => {
  const { rows } = suite.on.fakes.payfit;
  const known = rows.all('contract').find((row) => row['contractId'] === contract);
  rows.add('contract', { ...known, contractId: 'k-erased-later' });
  rows.add('absence', { ...leave('a-erased-4'), contractId: 'k-erased-later' });
  const { erased } = await suite.sync(suite.payfit, 'absences');
  expect(erased).toBeGreaterThanOrEqual(7);
  expect(await tellingTables('k-erased-later')).toEqual([]);
  expect(await tellingTables('a-erased-4')).toEqual([]);
});

test('another organisation is not concerned', async () => {
  const other = await suite.another();
  const run = await suite.sync(other.payfit, 'roster');
  expect(run.erased).toBe(0);
  expect(await tellingTables(CANARY)).toContain('people');
});
