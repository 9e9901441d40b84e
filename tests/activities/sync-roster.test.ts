/** A roster from a fake Payfit, through the real adapter, into people, engagements, addresses and numbers. */
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { Row } from '../support/factories';
import { startSyncSuite, type SyncSuite } from '../support/sync-suite';

type Contract = Row & { entity_id: string };

jest.setTimeout(120_000);

let suite: SyncSuite;
beforeAll(async () => {
  suite = await startSyncSuite();
}, 120_000);
afterAll(() => suite.close());

const count = async (table: string, organizationId = suite.organizationId): Promise<number> => {
  const rows = await suite.database.admin(table).where({ organization_id: organizationId }).count('* as n');
  return Number(rows[0]?.['n']);
};

test('a dry run shows the changes of the real one and makes none', async () => {
  const dry = await suite.sync(suite.payfit, 'roster', true);
  expect(dry.state).toMatch(/^completed/);
  expect(await count('people')).toBe(0);
  expect(await count('external_accounts')).toBe(0);
  // Nor does it touch the mirror, or leave behind what it read.
  expect(await count('provider_records')).toBe(0);
  expect(await count('sync_rehearsal_records')).toBe(0);
  const real = await suite.sync(suite.payfit, 'roster');
  const changes = async (run: string): Promise<unknown[]> =>
    suite.database
      .admin('sync_run_changes')
      .where({ run_id: run })
      .orderBy('record_kind')
      .orderBy('external_id')
      .select(
        'action',
        'record_kind',
        'external_id',
        'entity_type',
        suite.database.admin.raw(`after - 'personId' - 'managerId' as after`),
      );
  const shown = await changes(dry.id);
  expect(shown.length).toBeGreaterThan(30);
  expect(shown).toEqual(await changes(real.id));
  expect({ ...dry, ...ids }).toEqual({ ...real, ...ids });
  expect([real.seen > 60, real.done, real.total]).toEqual([true, real.seen, real.seen]);
});

/** What two runs cannot share. */
const ids = {
  id: '',
  dry_run: null,
  version: 0,
  created_at: null,
  started_at: null,
  finished_at: null,
  cursor: null,
};

test('people, engagements, addresses and numbers are there, and every account is linked', async () => {
  const { admin } = suite.database;
  expect(await count('people')).toBeGreaterThan(25);
  expect(await count('engagements')).toBeGreaterThan(25);
  expect(await count('person_emails')).toBeGreaterThan(25);
  expect(await count('person_identifiers')).toBeGreaterThan(20);
  const states = await admin('external_accounts').distinct('state').where({ organization_id: suite.organizationId });
  expect(states).toEqual([{ state: 'linked' }]);
  const edited = await admin('people')
    .where({ organization_id: suite.organizationId })
    .whereRaw(`edited_fields <> '{}'`);
  expect(edited).toEqual([]);
});

test('everybody has the manager that HR names; one that somebody chose here stays', async () => {
  const { admin } = suite.database;
  const organization_id = suite.organizationId;
  const linked = await admin('external_accounts').where({ organization_id }).select<Row[]>('*');
  const personOf = new Map(
    linked.map((account) => [account['external_user_id'] as string, account['person_id'] as string]),
  );
  const people = new Map(
    (await admin('people').where({ organization_id }).select<Row[]>('*')).map((person) => [person.id, person]),
  );
  const managed = suite.on.fakes.payfit.rows.all('collaborator').filter((row) => typeof row['managerId'] === 'string');
  expect(managed.length).toBeGreaterThan(20);
  const wrong = managed.filter((row) => {
    const person = people.get(personOf.get(String(row['id'])) ?? '');
    return person?.['manager_id'] !== personOf.get(String(row['managerId']));
  });
  expect(wrong).toEqual([]);

  const [one, other] = managed as [Row, Row];
  const [edited, moved] = [personOf.get(one.id) ?? '', personOf.get(other.id) ?? ''];
  await admin('people')
    .where({ id: edited })
    .update({ manager_id: null, edited_fields: ['managerId'] });
  await admin('people').where({ id: moved }).update({ manager_id: null });
  const run = await suite.sync(suite.payfit, 'roster');
  const managerOf = async (id: string) => (await admin('people').where({ id }).first<Row>())['manager_id'];
  expect(await managerOf(edited)).toBeNull();
  expect(await managerOf(moved)).toBe(personOf.get(String(other['managerId'])));
  const shown = await admin('sync_run_changes').where({ run_id: run.id }).select<Row[]>('action', 'entity_id', 'after');
  expect(shown).toEqual([{ action: 'updated', entity_id: moved, after: { managerId: await managerOf(moved) } }]);
  await admin('people').where({ id: edited }).update({ edited_fields: [] });
  await suite.sync(suite.payfit, 'roster');
});

test('the same again is unchanged and writes nothing', async () => {
  const { admin } = suite.database;
  const facts = async (): Promise<unknown[]> => [
    await admin('people').where({ organization_id: suite.organizationId }).orderBy('id'),
    await admin('engagements').where({ organization_id: suite.organizationId }).orderBy('id'),
    await admin('external_accounts').where({ organization_id: suite.organizationId }).orderBy('id'),
  ];
  const before = await facts();
  const first = await suite.sync(suite.payfit, 'roster');
  expect(await facts()).toEqual(before);
  expect(first).toMatchObject({ created: 0, updated: 0, tombstoned: 0, done: first.seen, total: first.seen });
  expect(first.seen).toBe(first.unchanged + first.failed);
});

test('a contract that HR archived without an end has ended by the day it was read, and is no error', async () => {
  const { admin } = suite.database;
  const archived = await admin('provider_records')
    .where({ organization_id: suite.organizationId, kind: 'contract' })
    .whereRaw(`fields->>'status' = 'ARCHIVED' and fields->>'endDate' is null`);
  expect(archived).not.toEqual([]);
  const ends = await admin('engagements')
    .whereIn(
      'id',
      archived.map(({ entity_id }: Contract) => entity_id),
    )
    .whereNotNull('end_date');
  expect(ends).toHaveLength(archived.length);
  expect(await suite.sync(suite.payfit, 'roster')).toMatchObject({ state: 'completed', failed: 0 });
});

test('a dry run leaves the mirror as it was, and shows what vanished and what changed', async () => {
  const { admin } = suite.database;
  const { rows } = suite.on.fakes.payfit;
  const mirror = () => admin('provider_records').where({ organization_id: suite.organizationId }).orderBy('id');
  const before = await mirror();
  const people = await count('people');
  const gone = rows.all('contract').find((row) => row['status'] === 'ACTIVE') as { contractId: string };
  const renamed = rows.all('collaborator').at(-1) as { id: string };
  rows.remove('contract', gone.contractId);
  rows.change('collaborator', renamed.id, { lastName: 'Rehearsed' });
  const dry = await suite.sync(suite.payfit, 'roster', true);
  expect(await mirror()).toEqual(before);
  expect(await count('sync_rehearsal_records')).toBe(0);
  expect(await count('people')).toBe(people);
  const real = await suite.sync(suite.payfit, 'roster');
  expect({ ...dry, ...ids }).toEqual({ ...real, ...ids });
  expect(real).toMatchObject({ updated: 1, tombstoned: 1 });
});

test('an engagement that somebody entered before is the contract itself; what differs is shown and stays', async () => {
  const { admin } = suite.database;
  const organization_id = suite.organizationId;
  const engagements = await count('engagements');
  const contracts = await admin('provider_records')
    .where({ organization_id, kind: 'contract', entity_type: 'engagement' })
    .orderBy('external_id')
    .limit(2);
  const [alike, unlike] = contracts as [Contract, Contract];
  await admin('provider_records')
    .whereIn('id', [alike.id, unlike.id])
    .update({ entity_type: null, entity_id: null, applied_hash: null });
  await admin('engagements').where({ organization_id, id: unlike.entity_id }).update({ weekly_minutes_default: 1_234 });
  const run = await suite.sync(suite.payfit, 'roster');
  // A record counts as created when it is applied for the first time; no engagement was.
  expect([run.created, run.updated, await count('engagements')]).toEqual([1, 0, engagements]);
  const adopted = await admin('provider_records').whereIn('id', [alike.id, unlike.id]).orderBy('external_id');
  expect(adopted.map(({ entity_id }: Contract) => entity_id)).toEqual([alike.entity_id, unlike.entity_id]);
  const kept = await admin('engagements').where({ organization_id, id: unlike.entity_id }).first<Row>();
  expect(kept).toMatchObject({ weekly_minutes_default: 1_234, edited_fields: ['weeklyMinutesDefault'] });
  const shown = await admin('sync_run_changes').where({ run_id: run.id, action: 'differs' });
  expect(shown).toMatchObject([{ external_id: unlike['external_id'], before: { weeklyMinutesDefault: 1_234 } }]);
  expect(await suite.sync(suite.payfit, 'roster')).toMatchObject({ created: 0, updated: 0, failed: run.failed });
});
