/** Every migration goes up, down and up again, with rows in the tables. */
import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ledgerFigures } from '../../src/domains/capacity/capacity.types';
import { migrateToLatest, rollBack } from '../../src/platform/migrations';
import { newId } from '../../src/shared/ids';
import { fillBenefits } from '../support/benefit-rows';
import { Factory } from '../support/factories';
import { fillApprovals } from '../support/fill-approvals';
import { fillWebhooks } from '../support/fill-webhooks';
import { fillIntegrations } from '../support/integration-rows';
import { fillReports } from '../support/report-rows';
import { fillProjects } from '../support/project-rows';
import { createTestDatabase, type TestDatabase } from '../support/test-database';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase('empty');
});
afterAll(() => database.close());

/** At least one row in every table that an organisation can have. */
async function fill(): Promise<void> {
  const factory = new Factory(database.admin);
  const { id: organization_id } = await factory.organization();
  const { user_id } = await factory.membership({ organization_id });
  await factory.session({ organization_id, user_id });
  await factory.apiToken({ organization_id, user_id });
  await factory.passwordReset({ organization_id, user_id });
  const { id: person_id } = await factory.person({ organization_id });
  await factory.teamMember({ organization_id, person_id });
  await factory.engagement({ organization_id, person_id });
  await factory.personCalendar({ organization_id, person_id });
  await factory.personWorkPattern({ organization_id, person_id });
  await factory.holiday({ organization_id });
  await factory.absence({ organization_id, person_id });
  const { id: project_id } = await factory.project({ organization_id });
  await factory.allocation({ organization_id, person_id, project_id });
  await factory.timeEntry({ organization_id, person_id, project_id });
  await fillLedger(factory, { organization_id, person_id, user_id });
  await fillTraces(factory, { organization_id, user_id });
  await fillIntegrations(factory, { organization_id, person_id });
  await fillProjects(factory, { organization_id, person_id, user_id, project_id });
  await fillBenefits(factory, { organization_id, person_id });
  await fillApprovals(factory, { organization_id, user_id });
  await fillReports(factory, { organization_id, owner_user_id: user_id });
  await fillWebhooks(factory, organization_id);
}

async function fillLedger(
  factory: Factory,
  { organization_id, person_id, user_id }: { organization_id: string; person_id: string; user_id: string },
): Promise<void> {
  const week = Object.fromEntries(ledgerFigures.map((figure) => [`${figure}_minutes`, [0, 0, 0, 0, 0, 0, 0]]));
  await factory.insert('capacity_weeks', { organization_id, person_id, week_start: '2027-03-01', ...week });
  const run = { id: newId(), mode: 'full', total_people: 1, workflow_id: 'capacity/x', started_by: user_id };
  await factory.insert('capacity_runs', { organization_id, ...run });
  const range = { from_date: '2027-03-01', to_date: '2027-03-02', reason: 'test', run_id: run.id };
  await factory.insert('dirty_ranges', { organization_id, person_id, ...range });
  await factory.closedMonth({ organization_id, month: '2026-01-01', closed_by: user_id });
  await factory.insert('conflicts', {
    organization_id,
    id: newId(),
    person_id,
    kind: 'over_allocation',
    start_date: '2027-03-01',
    end_date: '2027-03-01',
    over_minutes: 60,
    days: JSON.stringify([{ date: '2027-03-01', minutesOver: 60 }]),
    causes: '[]',
    first_seen_at: new Date(),
  });
}

async function fillTraces(
  factory: Factory,
  { organization_id, user_id }: { organization_id: string; user_id: string },
): Promise<void> {
  const entity = { organization_id, entity_type: 'allocation', entity_id: newId() };
  await factory.insert('outbox', { ...entity, event_type: 'allocation.created', entity_version: 1 });
  await factory.insert('audit_events', { ...entity, event: 'allocation.created', actor_kind: 'system' });
  const key = { user_id, key: 'k', fingerprint: Buffer.from('f') };
  await factory.insert('idempotency_keys', { organization_id, ...key });
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
  const results = await Promise.all([migrateToLatest(database.adminUrl), migrateToLatest(database.adminUrl)]);
  expect(results.filter((names) => names.length > 0)).toHaveLength(1);
  expect((await tableNames()).length).toBeGreaterThan(20);
  const stored = await database.admin('knex_migrations').orderBy('id').select<{ name: string }[]>('name');
  const files = readdirSync(resolve(__dirname, '../../migrations')).filter((file) => /^\d{4}_/.test(file));
  expect(stored.map((row) => row.name)).toEqual(files.map((file) => file.replace(/\.ts$/, '')).sort());
});

test('the lock that a killed migrator left is in nobody’s way', async () => {
  await database.admin('knex_migrations_lock').update({ is_locked: 1 });
  expect(await migrateToLatest(database.adminUrl)).toEqual([]);
});

test('the rows of these tests are in every table', async () => {
  await fill();
  const empty: string[] = [];
  for (const table of await tableNames()) {
    if ((await database.admin(table).first()) === undefined) empty.push(table);
  }
  expect(empty).toEqual([]);
});

test('down some steps and up again, over the rows of the tables that stay', async () => {
  const names = await tableNames();
  const total = await database.admin('knex_migrations').count('* as migrations').first();
  const all = Number(total?.['migrations']);
  for (const steps of [1, 2, 3, 5, 8, 13, 21, all]) {
    for (let step = 0; step < steps; step += 1) expect(await rollBack(database.adminUrl)).toHaveLength(1);
    expect(await migrateToLatest(database.adminUrl)).toHaveLength(steps);
    expect(await tableNames()).toEqual(names);
    await fill();
  }
}, 120_000);

test('one down at a time, all the way, on a database with rows', async () => {
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
