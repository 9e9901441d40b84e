/** Runs that apply what was read before: when payroll makes somebody known, and when somebody links an account. */
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { applyMatching } from '../../src/domains/identities/apply-matching.command';
import { confirmMatches } from '../../src/domains/identities/confirm-matches.command';
import { unlinkAccount } from '../../src/domains/identities/unlink-account.command';
import { systemActor } from '../../src/access/actor';
import { runInOrganization, type UnitOfWork } from '../../src/platform/unit-of-work';
import { startSyncSuite, type RunRow, type SyncSuite } from '../support/sync-suite';

jest.setTimeout(120_000);

let suite: SyncSuite;
beforeEach(async () => {
  suite = await startSyncSuite({ applyMatching });
}, 120_000);
afterEach(() => suite.close());

type Listed = RunRow & { kind: string; trigger: string };

const runsOf = (connection_id: string): Promise<Listed[]> =>
  suite.database.admin('sync_runs').where({ connection_id }).orderBy('id').select<Listed[]>('*');
const entries = async (): Promise<number> =>
  (await suite.database.admin('time_entries').where({ organization_id: suite.organizationId, deleted_at: null }))
    .length;
const pending = async (connection_id: string): Promise<number> =>
  (
    await suite.database
      .admin('provider_records as r')
      .join('external_accounts as a', 'a.external_user_id', 'r.owner_external_id')
      .where({ 'r.connection_id': connection_id, 'a.state': 'linked' })
      .whereRaw('r.vanished_at is null and r.applied_hash is distinct from r.content_hash')
  ).length;
const inPlan = <T>(work: (uow: UnitOfWork) => Promise<T>): Promise<T> => {
  const { organizationId } = suite;
  const resolveActor = () => Promise.resolve(systemActor(organizationId));
  return runInOrganization(suite.database.app, { organizationId, resolveActor, now: new Date() }, work);
};

test('time tracking was read before payroll: its accounts are linked and applied when payroll has ended, with no request to it', async () => {
  const first = await suite.sync(suite.gryzzly, 'full');
  expect([await entries(), first.waiting > 1_000]).toEqual([0, true]);
  await suite.sync(suite.payfit, 'full');
  expect((await runsOf(suite.gryzzly)).map(({ kind, trigger, state }) => [kind, trigger, state])).toEqual([
    ['full', 'user', 'completed'],
    ['apply', 'sync', 'queued'],
  ]);
  const { admin } = suite.database;
  const readAt = await admin('connections').where({ id: suite.gryzzly }).first<object>('last_sync_at');
  const { requests } = suite.on.fakes.gryzzly.totals();
  await suite.work(suite.gryzzly);
  expect(suite.on.fakes.gryzzly.totals().requests).toBe(requests);
  expect(await admin('connections').where({ id: suite.gryzzly }).first<object>('last_sync_at')).toEqual(readAt);

  const [, applied] = await runsOf(suite.gryzzly);
  expect(applied).toMatchObject({ state: 'completed', failed: 0, phase: 'ended' });
  expect(applied?.created).toBeGreaterThan(500);
  expect(applied?.seen).toBe((applied?.created ?? 0) + (applied?.updated ?? 0) + (applied?.unchanged ?? 0));
  expect([applied?.done, applied?.total]).toEqual([applied?.seen, applied?.seen]);
  expect([(await entries()) > 500, await pending(suite.gryzzly)]).toEqual([true, 0]);
  // Nothing is left for the next sync, and that makes nobody known, so nobody is woken again.
  expect(await suite.sync(suite.gryzzly, 'full', true)).toMatchObject({ created: 0, updated: 0 });
  await suite.sync(suite.payfit, 'full');
  expect(await runsOf(suite.gryzzly)).toHaveLength(3);
});

test('a sync that has not come to matching needs no other; one that applies already gets one behind it', async () => {
  const { organizationId, gryzzly } = suite;
  await suite.ask(gryzzly, 'full');
  await suite.sync(suite.payfit, 'roster');
  expect((await runsOf(gryzzly)).map(({ kind }) => kind)).toEqual(['full']);
  await suite.work(gryzzly);
  expect(await pending(gryzzly)).toBe(0);

  const again = await suite.ask(gryzzly, 'full');
  await suite.steps.claim({ organizationId, connectionId: gryzzly });
  for (let phase = 'pulling'; phase === 'pulling';) {
    phase = (await suite.steps.pull(again, new AbortController().signal)).phase;
  }
  await suite.steps.match(again);
  const { id, personId } = await withTime();
  await inPlan((uow) => unlinkAccount(uow, { accountId: id, reason: 'a test', reject: false }));
  await inPlan((uow) => confirmMatches(uow, { items: [{ accountId: id, personId }], reason: null }));
  await inPlan((uow) => confirmMatches(uow, { items: [{ accountId: id, personId }], reason: null }));
  expect((await runsOf(gryzzly)).map(({ kind, state }) => [kind, state])).toEqual([
    ['full', 'completed'],
    ['full', 'running'],
    ['apply', 'queued'],
  ]);
  await suite.work(gryzzly);
  expect(await pending(gryzzly)).toBe(0);
});

test('confirming brings in what was read of the account, once', async () => {
  await suite.sync(suite.payfit, 'roster');
  await suite.sync(suite.gryzzly, 'full');
  const before = await entries();
  const { id, personId } = await withTime();
  await inPlan((uow) => unlinkAccount(uow, { accountId: id, reason: 'a test', reject: true }));
  expect(await entries()).toBeLessThan(before);

  const confirm = () => inPlan((uow) => confirmMatches(uow, { items: [{ accountId: id, personId }], reason: null }));
  expect(await confirm()).toMatchObject([{ status: 'linked' }]);
  await suite.work(suite.gryzzly);
  expect(await entries()).toBe(before);
  await confirm();
  expect((await runsOf(suite.gryzzly)).map(({ kind, trigger, state }) => [kind, trigger, state])).toEqual([
    ['full', 'user', 'completed'],
    ['apply', 'user', 'completed'],
  ]);
});

test('a rehearsal of it shows what the real one does', async () => {
  await suite.sync(suite.payfit, 'roster');
  await suite.sync(suite.gryzzly, 'full');
  const before = await entries();
  const { id, personId } = await withTime();
  await inPlan((uow) => unlinkAccount(uow, { accountId: id, reason: 'a test', reject: true }));
  const link = { state: 'linked', person_id: personId, linked_at: new Date(), link_method: 'manual' };
  await suite.database.admin('external_accounts').where({ id }).update(link);
  const left = await entries();
  const figures = (run: RunRow) => [run.seen, run.created, run.updated, run.unchanged, run.failed, run.done, run.total];
  const dry = await suite.sync(suite.gryzzly, 'apply', true);
  expect([await entries(), dry.created > 10]).toEqual([left, true]);
  const real = await suite.sync(suite.gryzzly, 'apply');
  expect([await entries(), figures(real)]).toEqual([before, figures(dry)]);
});

/** A linked account that has entries. */
async function withTime(): Promise<{ id: string; personId: string }> {
  const { admin } = suite.database;
  const owners = admin('provider_records').where({ kind: 'declaration' }).select('owner_external_id');
  return admin('external_accounts')
    .where({ connection_id: suite.gryzzly, state: 'linked' })
    .whereIn('external_user_id', owners)
    .first<{ id: string; personId: string }>('id', 'person_id as personId');
}
