/** A person linked wrongly by hand, with everything syncs made of it, then unlinked: every table is what it was. */
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { systemActor } from '../../src/access/actor';
import { drainDirtyRanges } from '../../src/domains/capacity/drain-dirty-ranges.command';
import { linkAccount } from '../../src/domains/identities/link-account.command';
import { unlinkAccount } from '../../src/domains/identities/unlink-account.command';
import { runInOrganization, type UnitOfWork } from '../../src/platform/unit-of-work';
import { Factory, type Row } from '../support/factories';
import { startSyncSuite, type SyncSuite } from '../support/sync-suite';
import { insertPerson } from './suite-database';

jest.setTimeout(180_000);

let suite: SyncSuite;
let victim: string;
beforeAll(async () => {
  suite = await startSyncSuite();
}, 180_000);
afterAll(() => suite.close());

const inOrganization = <T>(work: (uow: UnitOfWork) => Promise<T>): Promise<T> => {
  const { organizationId } = suite;
  const request = { organizationId, resolveActor: () => Promise.resolve(systemActor(organizationId)), now: new Date() };
  return runInOrganization(suite.database.app, request, work);
};
const link = (accountId: string) =>
  inOrganization((uow) => linkAccount(uow, { accountId, personId: victim, reason: 'looked alike', method: 'manual' }));
const unlink = (accountId: string) =>
  inOrganization((uow) => unlinkAccount(uow, { accountId, reason: 'somebody else', reject: true }));
const syncAll = async (): Promise<void> => {
  await suite.sync(suite.payfit, 'full');
  await suite.sync(suite.gryzzly, 'full');
};

/** Decisions, audit and outbox; what runs write about themselves; counters. */
const NOT_COMPARED = [
  'knex_migrations',
  'knex_migrations_lock',
  'audit_events',
  'outbox',
  'identity_decisions',
  'data_versions',
  'sync_runs',
  'capacity_runs',
  'sync_run_changes',
  'sync_run_errors',
];
/** Row versions, and what each sync notes on what it meets. */
const NOT_COMPARED_COLUMNS = ['version', 'updated_at', 'computed_at', 'seen_at', 'seen_run_id', 'last_sync_at'];

/** Every other row of every other table, with the ledger brought up to date first. */
async function dump(): Promise<Record<string, string[]>> {
  const { admin, app } = suite.database;
  const { organizationId } = suite;
  const drain = { database: app, clock: { now: () => new Date() }, onWeeksWritten: () => undefined };
  while ((await drainDirtyRanges(drain, organizationId, { maxPeople: 50, workflowId: 'test' })).remainingPeople > 0);
  const tables = await admin('pg_tables')
    .where({ schemaname: 'public' })
    .whereNotIn('tablename', NOT_COMPARED)
    .orderBy('tablename')
    .select<{ tablename: string }[]>('tablename');
  const dumped: Record<string, string[]> = {};
  for (const { tablename } of tables) {
    const { rows } = await admin.raw<{ rows: { row: string }[] }>(
      'select (to_jsonb(t) - ?::text[])::text as row from ?? t order by 1',
      [NOT_COMPARED_COLUMNS, tablename],
    );
    dumped[tablename] = rows.map(({ row }) => row);
  }
  return dumped;
}

/** Somebody of the plan with a booking, and accounts of two systems that are somebody else's and nobody's here. */
async function arrange(): Promise<{ payfit: string; gryzzly: string }> {
  const { admin } = suite.database;
  const { organizationId } = suite;
  await suite.sync(suite.payfit, 'full');
  const absent = await admin('provider_records')
    .where({ connection_id: suite.payfit, kind: 'absence' })
    .whereRaw(`fields->>'status' = 'approved'`)
    .groupBy('owner_external_id')
    .orderByRaw('count(*) desc, owner_external_id')
    .first<{ owner_external_id: string }>('owner_external_id');
  const wrong = await admin('external_accounts').where({ external_user_id: absent.owner_external_id }).first<Row>();
  await unlink(wrong.id);
  const { rows } = suite.on.fakes.payfit;
  const subordinate = rows.all('collaborator').find((row) => row['id'] !== absent.owner_external_id);
  rows.change('collaborator', String(subordinate?.['id']), { managerId: absent.owner_external_id });
  await syncAll();
  const declaring = await admin('provider_records')
    .where({ connection_id: suite.gryzzly, kind: 'declaration' })
    .orderBy('owner_external_id')
    .first<{ owner_external_id: string }>('owner_external_id');
  const worked = await admin('external_accounts').where({ external_user_id: declaring.owner_external_id }).first<Row>();
  victim = await insertPerson(admin, organizationId, 'Victim of a Mistake');
  const factory = new Factory(admin);
  await factory.allocation({
    organization_id: organizationId,
    person_id: victim,
    start_date: '2025-06-01',
    end_date: '2027-12-31',
  });
  const everyDay = { from_date: '2024-01-01', to_date: '2028-12-31', reason: 'test' };
  await factory.insert('dirty_ranges', { organization_id: organizationId, person_id: victim, ...everyDay });
  await syncAll();
  return { payfit: wrong.id, gryzzly: worked.id };
}

const of = (table: string) =>
  suite.database.admin(table).where({ person_id: victim, deleted_at: null }).select<Row[]>('*');

test('everything that the wrong links had brought is gone, and nothing else', async () => {
  const { admin } = suite.database;
  const accounts = await arrange();
  const before = await dump();

  await link(accounts.payfit);
  await link(accounts.gryzzly);
  await syncAll();
  for (const table of ['absences', 'time_entries', 'person_emails', 'person_identifiers', 'conflicts'])
    expect([table, (await of(table)).length > 0]).toEqual([table, true]);
  const reports = await admin('people').where({ manager_id: victim });
  expect(reports.length).toBeGreaterThan(0);
  // The contract became the engagement that was there.
  const [engagement] = await of('engagements');
  expect(engagement?.['edited_fields']).not.toEqual([]);
  expect(await dump()).not.toEqual(before);

  await unlink(accounts.payfit);
  await unlink(accounts.gryzzly);
  expect(await dump()).toEqual(before);

  // Their records wait again, and a sync brings nothing back.
  await syncAll();
  expect(await dump()).toEqual(before);
});

test('what somebody changed since stays, and so does what was here before', async () => {
  const { admin } = suite.database;
  const account = await admin('external_accounts').where({ provider: 'payfit', state: 'new' }).first<Row>();
  await admin('engagements').where({ person_id: victim }).delete();
  await link(account.id);
  await syncAll();
  const [engagement] = await of('engagements');
  const own = await new Factory(admin).absence({
    organization_id: suite.organizationId,
    person_id: victim,
    start_date: '2026-03-02',
  });
  await unlink(account.id);
  expect(await admin('engagements').where({ id: engagement?.id })).toEqual([]);
  expect((await of('absences')).map(({ id }) => id)).toEqual([own.id]);
});

test('a closed month keeps what its figures rest on: the unlink is refused', async () => {
  const { admin } = suite.database;
  const payfit = { 'a.provider': 'payfit', 'a.state': 'new', 'r.kind': 'absence' };
  // Leave that takes minutes: remote work, or leave from a Saturday on, may rest on no figure of its month.
  const takesMinutes = `r.fields->>'status' = 'approved' and r.fields->>'type' <> 'colleague_remote'
    and extract(isodow from cast(r.fields->'span'->>'startDate' as date)) < 6`;
  const account = await admin('external_accounts as a')
    .join('provider_records as r', 'r.owner_external_id', 'a.external_user_id')
    .where(payfit)
    .whereRaw(takesMinutes)
    .orderBy('r.external_id')
    .first<{ id: string; start: string }>('a.id', admin.raw(`r.fields->'span'->>'startDate' as start`));
  await link(account.id);
  await syncAll();
  const month = `${account.start.slice(0, 7)}-01`;
  await new Factory(admin).closedMonth({ organization_id: suite.organizationId, month });
  await expect(unlink(account.id)).rejects.toMatchObject({ code: 'period_closed' });
  expect(await admin('external_accounts').where({ id: account.id }).first<Row>()).toMatchObject({ state: 'linked' });
});
