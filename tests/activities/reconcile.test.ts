import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import type { ActivityDeps } from '../../activities';
import { newId } from '../../src/shared/ids';
import { realActivities, run } from './activity-deps';
import {
  cloneDatabase,
  insertDirtyRange,
  insertOrganization,
  insertPerson,
  insertUser,
  type SuiteDatabase,
} from './suite-database';

let own: SuiteDatabase;

beforeAll(async () => {
  Runtime.install({ logger: new DefaultLogger('ERROR', () => undefined) });
  own = await cloneDatabase();
});

beforeEach(async () => {
  await own.admin.raw('truncate outbox, dirty_ranges, idempotency_keys, sessions');
});

afterAll(async () => {
  await own.close();
});

const nothingRuns: ActivityDeps['temporal'] = {
  isRunning: () => Promise.resolve(false),
  runningIds: () => Promise.resolve(new Set()),
};
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const ago = (ms: number): Date => new Date(Date.now() - ms);

async function dirtyOrganization(createdAt: Date): Promise<string> {
  const organizationId = await insertOrganization(own.admin);
  const personId = await insertPerson(own.admin, organizationId);
  await insertDirtyRange(own.admin, { organizationId, personId, createdAt });
  return organizationId;
}

async function event(organizationId: string, columns: object = {}): Promise<void> {
  const entity = { entity_type: 'organization', entity_id: organizationId, entity_version: 1 };
  await own
    .admin('outbox')
    .insert({ organization_id: organizationId, event_type: 'capacity.dirtied', ...entity, ...columns });
}

/** Of something that does not matter here. */
const anEvent = {
  event_type: 'tag.created',
  entity_type: 'tag',
  entity_id: newId(),
  entity_version: 1,
  occurred_at: new Date(),
};

async function insertWebhook(organization_id: string, columns: object = {}): Promise<string> {
  const id = newId();
  const url = 'https://hooks.example.com';
  const row = { organization_id, id, url, event_types: ['tag.created'], state: 'active', secret: Buffer.from('x') };
  await own.admin('webhooks').insert({ ...row, ...columns });
  return id;
}

const waiting = async (): Promise<string[]> =>
  (await own.admin('outbox').whereNull('relayed_at').select<{ organization_id: string }[]>('organization_id')).map(
    (row) => row.organization_id,
  );

describe('requeueStalledOrganizations', () => {
  const input = { dirtyOlderThanMs: MINUTE_MS, limit: 10 };
  const requeue = (changes: Partial<ActivityDeps> = {}) =>
    run(realActivities(own.app, changes).requeueStalledOrganizations, input);

  test('takes up an organisation that is dirty while nothing runs, once', async () => {
    const organizationId = await dirtyOrganization(ago(2 * MINUTE_MS));
    expect(await requeue()).toEqual({ stalledOrganizations: 1, requeuedOrganizations: 1 });
    expect(await waiting()).toEqual([organizationId]);
    expect(await requeue()).toEqual({ stalledOrganizations: 0, requeuedOrganizations: 0 });
    expect(await waiting()).toEqual([organizationId]);
  });

  test('ends as failed the runs that wait for a workflow which is gone, and leaves the work to the next one', async () => {
    const organization_id = await dirtyOrganization(ago(2 * MINUTE_MS));
    const [lost, young] = [newId(), newId()];
    const row = { organization_id, mode: 'full', total_people: 1, workflow_id: `capacity/${organization_id}` };
    await own.admin('capacity_runs').insert([
      { ...row, id: lost, state: 'running', created_at: ago(2 * MINUTE_MS) },
      { ...row, id: young, state: 'queued', created_at: ago(1_000) },
    ]);
    await own.admin('dirty_ranges').where({ organization_id }).update({ run_id: lost });
    await requeue();
    const runs = own.admin('capacity_runs').where({ organization_id }).orderBy('created_at');
    expect(await runs.select('id', 'state', 'error_code', 'version')).toEqual([
      { id: lost, state: 'failed', error_code: 'workflow_ended', version: 2 },
      { id: young, state: 'queued', error_code: null, version: 1 },
    ]);
    expect(await own.admin('dirty_ranges').where({ organization_id }).select('run_id')).toEqual([{ run_id: null }]);
    const audited = own.admin('audit_events').where({ organization_id, event: 'capacity_run.failed' });
    expect(await audited.select('entity_id')).toEqual([{ entity_id: lost }]);
    expect(await waiting()).toEqual([organization_id]);
  });

  test('leaves alone what is young, and what a workflow is working on', async () => {
    await dirtyOrganization(ago(10_000));
    const busy = await dirtyOrganization(ago(2 * MINUTE_MS));
    const asked: string[] = [];
    const isRunning = (workflowId: string): Promise<boolean> => {
      asked.push(workflowId);
      return Promise.resolve(true);
    };
    expect(await requeue({ temporal: { ...nothingRuns, isRunning } })).toEqual({
      stalledOrganizations: 1,
      requeuedOrganizations: 0,
    });
    expect(asked).toEqual([`capacity/${busy}`]);
    expect(await waiting()).toEqual([]);
  });

  test('the longest dirty come first when there are more than one run looks at', async () => {
    await dirtyOrganization(ago(2 * MINUTE_MS));
    const oldest = await dirtyOrganization(ago(9 * MINUTE_MS));
    await run(realActivities(own.app).requeueStalledOrganizations, { ...input, limit: 1 });
    expect(await waiting()).toEqual([oldest]);
  });
});

test('releaseStuckEvents makes old waiting events due and leaves young and relayed ones', async () => {
  const id = await insertOrganization(own.admin);
  const later = new Date(Date.now() + DAY_MS);
  await event(id, { created_at: ago(10 * MINUTE_MS), next_attempt_at: later });
  await event(id, { created_at: ago(1_000), next_attempt_at: later });
  await event(id, { created_at: ago(10 * MINUTE_MS), next_attempt_at: later, relayed_at: new Date() });
  const release = () => run(realActivities(own.app).releaseStuckEvents, { stuckOlderThanMs: 5 * MINUTE_MS });
  expect(await release()).toEqual({ releasedEvents: 1 });
  expect(await release()).toEqual({ releasedEvents: 0 });
});

test('wakeLostWorkflows wakes an active webhook for which something waits while nothing runs', async () => {
  const organization_id = await insertOrganization(own.admin);
  const [lost, busy, paused, young] = [
    await insertWebhook(organization_id),
    await insertWebhook(organization_id),
    await insertWebhook(organization_id, { state: 'paused' }),
    await insertWebhook(organization_id),
  ];
  await own.admin('webhook_deliveries').insert(
    [lost, busy, paused, young].map((webhook_id, event_id) => {
      const created_at = ago(webhook_id === young ? MINUTE_MS : 10 * MINUTE_MS);
      return { organization_id, id: newId(), webhook_id, event_id, created_at, ...anEvent };
    }),
  );
  const temporal = { ...nothingRuns, runningIds: () => Promise.resolve(new Set([`webhook/${busy}`])) };
  const input = { olderThanMs: 5 * MINUTE_MS, limit: 10 };
  const wake = () => run(realActivities(own.app, { temporal }).wakeLostWorkflows, input);
  expect(await wake()).toEqual({ lostApprovals: 0, lostWebhooks: 1 });
  const wakes = await own.admin('outbox').where({ event_type: 'webhook.waiting' }).select('entity_id');
  expect(wakes).toEqual([{ entity_id: lost }]);
});

test('removeExpiredRows removes what is old and keeps what is not', async () => {
  const id = await insertOrganization(own.admin);
  const userId = await insertUser(own.admin);
  const key = (name: string, age: number) =>
    own.admin('idempotency_keys').insert({
      organization_id: id,
      user_id: userId,
      key: name,
      fingerprint: Buffer.from('x'),
      created_at: ago(age),
    });
  await key('old', 2 * DAY_MS);
  await key('young', DAY_MS / 2);
  await event(id, { relayed_at: ago(31 * DAY_MS) });
  await event(id, { relayed_at: ago(29 * DAY_MS) });
  await event(id, { created_at: ago(99 * DAY_MS) });
  const session = (organization_id: string, expires_at: Date, revoked_at: Date | null = null) =>
    own.admin('sessions').insert({
      organization_id,
      id: newId(),
      user_id: userId,
      refresh_hash: Buffer.from('x'),
      expires_at,
      revoked_at,
    });
  await session(id, ago(31 * DAY_MS));
  await session(id, ago(29 * DAY_MS));
  await session(id, ago(-DAY_MS), ago(31 * DAY_MS));
  const brief = await insertOrganization(own.admin, { ended_sessions_days: 7 });
  await session(brief, ago(8 * DAY_MS));
  await session(brief, ago(6 * DAY_MS));
  const delivery = { organization_id: id, webhook_id: await insertWebhook(id), ...anEvent };
  const deliveries = [
    { event_id: 1, state: 'delivered', created_at: ago(31 * DAY_MS) },
    { event_id: 2, state: 'waiting', created_at: ago(31 * DAY_MS) },
    { event_id: 3, state: 'failed', created_at: ago(29 * DAY_MS) },
  ];
  await own.admin('webhook_deliveries').insert(deliveries.map((row) => ({ ...delivery, id: newId(), ...row })));
  const remove = () =>
    run(realActivities(own.app).removeExpiredRows, {
      idempotencyKeysOlderThanMs: DAY_MS,
      relayedEventsOlderThanMs: 30 * DAY_MS,
    });
  expect(await remove()).toMatchObject({
    removedIdempotencyKeys: 1,
    removedEvents: 1,
    removedSessions: 3,
    removedWebhookDeliveries: 1,
  });
  expect(await remove()).toEqual({
    removedIdempotencyKeys: 0,
    removedEvents: 0,
    removedSessions: 0,
    removedPasswordResets: 0,
    removedWebhookDeliveries: 0,
  });
});

test('listOrganizations pages through those in use, in order', async () => {
  await insertOrganization(own.admin, { deleted_at: new Date() });
  const activities = realActivities(own.app);
  const seen: string[] = [];
  for (let after: string | null = null; ;) {
    const { organizationIds }: { organizationIds: string[] } = await run(activities.listOrganizations, {
      after,
      limit: 2,
    });
    seen.push(...organizationIds);
    after = organizationIds.at(-1) ?? null;
    if (organizationIds.length < 2) break;
  }
  const rows = await own.admin('organizations').whereNull('deleted_at').orderBy('id').select<{ id: string }[]>('id');
  expect(seen).toEqual(rows.map(({ id }) => id));
});
