/** Syncs under faults: whatever breaks in between, the end is that of an undisturbed run. */
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { closeCredentials } from '../../src/domains/integrations/connection-credentials.rules';
import { startSyncSuite, stepOf, type RunRow, type SyncSuite } from '../support/sync-suite';

jest.setTimeout(120_000);

let suite: SyncSuite;
beforeAll(async () => {
  suite = await startSyncSuite();
}, 120_000);
afterAll(() => suite.close());

/** What a roster and its absences made, without ids and times. */
async function planOf(organizationId: string): Promise<unknown> {
  const { admin } = suite.database;
  const people = admin('people').where({ organization_id: organizationId }).orderBy('full_name');
  const engagements = admin('engagements as e')
    .join('people as p', 'p.id', 'e.person_id')
    .where({ 'e.organization_id': organizationId, 'e.deleted_at': null })
    .orderBy(['p.full_name', 'e.start_date']);
  const absences = admin('absences as a')
    .join('people as p', 'p.id', 'a.person_id')
    .join('absence_types as t', 't.id', 'a.type_id')
    .where({ 'a.organization_id': organizationId, 'a.deleted_at': null })
    .orderBy(['p.full_name', 'a.start_date', 'a.end_date', 't.key', 'a.starts_at', 'a.status']);
  return [
    await people.select('full_name', 'active', 'source', 'version', 'edited_fields'),
    await engagements.select('p.full_name', 'e.type', 'e.start_date', 'e.end_date', 'e.weekly_minutes_default'),
    await absences.select('p.full_name', 't.key', 'a.start_date', 'a.end_date', 'a.starts_at', 'a.ends_at', 'a.status'),
  ];
}

/** Works through a connection's runs; every other step is done twice at once, and every third is cut off and begun again. */
async function workDisturbed(ref: { organizationId: string; connectionId: string }): Promise<void> {
  for (let count = 0; ; count += 1) {
    const claimed = await suite.steps.claim(ref);
    if (claimed === null) return;
    const runRef = { ...ref, runId: claimed.runId };
    const step = () => stepOf(suite.steps, runRef, claimed.phase);
    if (count % 3 === 0) {
      const cut = new AbortController();
      cut.abort(new Error('the worker was killed'));
      if (claimed.phase === 'pulling') await expect(suite.steps.pull(runRef, cut.signal)).rejects.toThrow();
    }
    const outcomes = await Promise.allSettled(count % 2 === 0 ? [step(), step()] : [step()]);
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ name: 'DomainError' });
    }
  }
}

test('kills, doubled steps, 429, 503 and cut answers: the same plan as without', async () => {
  const calm = await suite.another();
  expect((await suite.sync(calm.payfit, 'full')).state).toMatch(/^completed/);
  const { payfit } = suite.on.fakes;
  payfit.faults.set({ serverErrors: 2, droppedAnswers: 1, tooManyRequests: 1 });
  const { runId, ...ref } = await suite.ask(suite.payfit, 'full');
  await workDisturbed(ref);
  payfit.faults.set({});
  const [disturbed, undisturbed] = [await suite.run(runId), await lastRun(calm.payfit)];
  expect(await planOf(suite.organizationId)).toEqual(await planOf(calm.organizationId));
  for (const count of ['seen', 'created', 'updated', 'unchanged', 'failed', 'tombstoned'] as const) {
    expect([count, disturbed[count]]).toEqual([count, undisturbed[count]]);
  }
  const changes = await suite.database
    .admin('sync_run_changes')
    .where({ run_id: runId })
    .groupBy('record_kind', 'external_id', 'action')
    .havingRaw('count(*) > 1')
    .select('external_id');
  expect(changes).toEqual([]);
}, 60_000);

const lastRun = (connectionId: string) =>
  suite.database.admin('sync_runs').where({ connection_id: connectionId }).orderBy('id', 'desc').first<RunRow>('*');

test('revoked credentials park the run; with new ones it goes on where it stopped', async () => {
  const { organizationId, payfit } = await suite.another();
  suite.on.fakes.payfit.faults.set({ revoked: true });
  const { runId } = await suite.ask(payfit, 'roster');
  await suite.work(payfit);
  expect(await suite.run(runId)).toMatchObject({ state: 'running', phase: 'waiting_for_credentials' });
  const { admin } = suite.database;
  const connection = () => admin('connections').where({ id: payfit }).first<{ status: string; error: string | null }>();
  expect(await connection()).toMatchObject({ status: 'error', error: 'credentials_revoked' });
  await suite.work(payfit);
  expect((await suite.run(runId)).phase).toBe('waiting_for_credentials');
  suite.on.fakes.payfit.faults.set({});
  const owner = { organizationId, connectionId: payfit };
  const credentials = closeCredentials(suite.keyRing, owner, { apiKey: 'demo-payfit-key' });
  await admin('connections').where({ id: payfit }).update({ credentials, status: 'connected', error: null });
  await suite.work(payfit);
  expect((await suite.run(runId)).state).toMatch(/^completed/);
});

test('a missing scope leaves its kind out: completed with errors, and nothing of it is taken for vanished', async () => {
  const { payfit } = await suite.another();
  await suite.sync(payfit, 'full');
  suite.on.fakes.payfit.faults.set({ missingScopes: ['time:read'] });
  const run = await suite.sync(payfit, 'full');
  suite.on.fakes.payfit.faults.set({});
  expect(run).toMatchObject({ state: 'completed_with_errors', tombstoned: 0 });
  const errors = await suite.database.admin('sync_run_errors').where({ run_id: run.id, code: 'missing_scope' });
  expect(errors.length).toBeGreaterThanOrEqual(1);
});

test('rows that do not fit are errors of their own, and the rest is applied', async () => {
  const { payfit } = await suite.another();
  suite.on.fakes.payfit.faults.set({ brokenRows: 2 });
  const run = await suite.sync(payfit, 'roster');
  suite.on.fakes.payfit.faults.set({});
  expect(run.state).toBe('completed_with_errors');
  expect(run.failed).toBeGreaterThanOrEqual(2);
  expect(run.created).toBeGreaterThan(20);
  const healed = await suite.sync(payfit, 'roster');
  expect(healed.tombstoned).toBe(0);
});

test('cancelling between steps stops before the next one', async () => {
  const { organizationId, payfit } = await suite.another();
  const { runId, ...ref } = await suite.ask(payfit, 'roster');
  await suite.steps.claim(ref);
  await suite.steps.pull({ ...ref, runId }, new AbortController().signal);
  await suite.database.admin('sync_runs').where({ id: runId }).update({ state: 'cancelled', phase: 'ended' });
  expect((await suite.steps.match({ ...ref, runId })).phase).toBe('ended');
  expect((await suite.steps.apply({ ...ref, runId })).phase).toBe('ended');
  expect(await suite.database.admin('people').where({ organization_id: organizationId })).toEqual([]);
});

test('an outage is tried again, a broken contract is not', async () => {
  const { payfit } = await suite.another();
  const { runId, ...ref } = await suite.ask(payfit, 'roster');
  await suite.steps.claim(ref);
  suite.on.fakes.payfit.faults.set({ serverErrors: 1 });
  const pull = () => suite.steps.pull({ ...ref, runId }, new AbortController().signal);
  await expect(pull()).rejects.toMatchObject({ code: 'dependency_unavailable' });
  expect((await pull()).phase).toBe('matching');
  expect((await suite.steps.fail({ ...ref, runId }, 'contract_breach')).phase).toBe('ended');
  expect(await suite.run(runId)).toMatchObject({ state: 'failed', error_code: 'contract_breach' });
});
