import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { webhookEventTypes } from '../../src/domains/webhooks/webhook-events.rules';
import { newId } from '../../src/shared/ids';
import { startApi, type AnswerBody, type TestApi } from '../support/api';
import { buildTag, buildWebhook, buildWebhookDelivery, create, uniqueName } from '../support/resources';
import { answers, startWebhookReceiver, takes, verifies, type WebhookReceiver } from '../support/webhook-receiver';

let api: TestApi;
let receiver: WebhookReceiver;
beforeAll(async () => {
  api = await startApi({ environment: { WEBHOOK_ALLOW_PRIVATE_ADDRESSES: 'true' } });
  receiver = await startWebhookReceiver();
});
beforeEach(() => {
  receiver.behave(takes);
  receiver.received.length = 0;
});
afterEach(async () => {
  api.clock.reset();
  for (const { id } of (await api.as.admin.get('/webhooks')).body.items) await api.as.admin.delete(`/webhooks/${id}`);
});
afterAll(async () => {
  await receiver.close();
  await api.close();
});

const deliveriesOf = async (id: string, query = ''): Promise<AnswerBody[]> =>
  (await api.as.admin.get(`/webhooks/${id}/deliveries${query}`)).body.items;
/** What waits, as the workflow's activity would have left it. */
const change = (id: string, values: object) => api.database.admin('webhooks').where({ id }).update(values);

test('who has not signed in is answered 401, a manager 403', async () => {
  expect((await api.anonymous.get('/webhooks')).status).toBe(401);
  expect((await api.as.manager.get('/webhooks')).status).toBe(403);
  expect((await api.as.manager.post('/webhooks', { url: 'https://hooks.example.com' })).status).toBe(403);
});

describe('bodies', () => {
  test.each([
    [{}, '/url'],
    [{ url: 'hooks.example.com' }, '/url'],
    [{ url: 'https://user:secret@hooks.example.com' }, '/url'],
    [{ url: 'https://hooks.example.com', event_types: [] }, '/event_types'],
    [{ url: 'https://hooks.example.com', event_types: ['capacity.dirtied'] }, '/event_types/0'],
    [{ url: 'https://hooks.example.com', topics: ['tags'] }, '/topics'],
  ])('%j is 400 at %s', async (body, pointer) => {
    const answer = await api.as.admin.post('/webhooks', body);
    expect([answer.status, answer.body['errors']]).toEqual([400, [expect.objectContaining({ pointer })]]);
  });

  test('a URL that leads inside is 400, unless the server is told to allow it', async () => {
    const careful = await startApi();
    for (const url of ['http://hooks.example.com', 'https://127.0.0.1/', 'https://[::ffff:10.0.0.1]/']) {
      const answer = await careful.as.admin.post('/webhooks', { url });
      expect([answer.status, answer.body['errors']]).toEqual([400, [expect.objectContaining({ pointer: '/url' })]]);
    }
    await careful.close();
  });
});

test('the secret is shown once: not again for a repeated key, not in the webhook, not in the audit log, not in the table', async () => {
  const body = { url: receiver.url, description: 'Payroll' };
  const key = { 'Idempotency-Key': newId() };
  const made = await api.as.admin.post('/webhooks', body, key);
  const secret = String(made.body['secret']);
  expect(made.status).toBe(201);
  expect(made.body).toMatchObject({ description: 'Payroll', event_types: ['*'], state: 'active', failing_since: null });
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  const repeated = await api.as.admin.post('/webhooks', body, key);
  expect([repeated.body.id, repeated.body['secret']]).toEqual([made.body.id, null]);
  const texts = [
    (await api.as.admin.get(`/webhooks/${made.body.id}`)).text,
    (await api.as.admin.get('/audit-events?page_size=100')).text,
    JSON.stringify(await api.database.admin('webhooks').select('*')),
  ];
  expect(texts.filter((text) => text.includes(secret) || text.includes(secret.slice(6, 40)))).toEqual([]);
});

test('a change needs the version that was read, and an unknown webhook is 404', async () => {
  const { id } = await buildWebhook(api.as.admin);
  const stale = await api.as.admin.patch(`/webhooks/${id}`, { state: 'paused' }, { 'If-Match': '"7"' });
  expect(stale.status).toBe(412);
  const changed = await api.as.admin.patch(`/webhooks/${id}`, { event_types: ['*'], state: 'paused' });
  expect(changed.body).toMatchObject({ event_types: ['*'], state: 'paused', version: 2 });
  expect((await api.as.admin.patch(`/webhooks/${newId()}`, {})).status).toBe(404);
});

test('an organisation has at most twenty', async () => {
  for (let made = 0; made < 20; made += 1) await buildWebhook(api.as.admin);
  const answer = await api.as.admin.post('/webhooks', { url: 'https://hooks.example.com' });
  expect([answer.status, answer.body.code]).toEqual([409, 'conflict']);
});

test('an organisation has at most twenty, also when more are made at once', async () => {
  const answers = await Promise.all(
    Array.from({ length: 26 }, () => api.as.admin.post('/webhooks', { url: 'https://hooks.example.com' })),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([
    ...Array.from({ length: 20 }, () => 201),
    ...Array.from({ length: 6 }, () => 409),
  ]);
});

describe('events', () => {
  test('are kept for each active webhook that wants them, with the write that caused them, and say no more than ids', async () => {
    const [tags, projects, paused] = [
      await buildWebhook(api.as.admin),
      await buildWebhook(api.as.admin, { event_types: ['project.created'] }),
      await buildWebhook(api.as.admin),
    ];
    await api.as.admin.patch(`/webhooks/${paused.id}`, { state: 'paused' });
    const tag = await buildTag(api.as.admin);
    expect(await deliveriesOf(tags.id)).toEqual([
      expect.objectContaining({
        event_type: 'tag.created',
        resource: { type: 'tag', id: tag.id, version: 1 },
        state: 'waiting',
        attempts: 0,
      }),
    ]);
    expect(await deliveriesOf(projects.id)).toEqual([]);
    expect(await deliveriesOf(paused.id)).toEqual([]);
  });

  test('of another organisation, of a dry run and of a refused write are not', async () => {
    const { id } = await buildWebhook(api.as.admin, { event_types: ['*'] });
    await buildTag(api.stranger);
    const person_id = api.as.member.personId;
    const booking = { person_id, start_date: '2026-11-23', end_date: '2026-11-27', percent: 50 };
    expect((await api.as.admin.post('/allocations?dry_run=true', booking)).status).toBe(200);
    expect((await api.as.admin.post('/tags', {})).status).toBe(400);
    expect(await deliveriesOf(id)).toEqual([]);
    await create(api.as.admin, '/allocations', booking);
    const types = (await deliveriesOf(id)).map(({ event_type }) => String(event_type));
    expect(types).toContain('allocation.created');
    expect(types.filter((type) => !webhookEventTypes.includes(type))).toEqual([]);
  });

  test('wake the webhook by one row of the outbox for each write, which wakes nothing itself', async () => {
    const { id } = await buildWebhook(api.as.admin, { event_types: ['*'] });
    await api.as.admin.post('/projects', { name: uniqueName('Project'), tags: [uniqueName('a'), uniqueName('b')] });
    const waits = await api.database.admin('outbox').where({ event_type: 'webhook.waiting', entity_id: id });
    expect(waits).toHaveLength(1);
    expect((await deliveriesOf(id)).map(({ event_type }) => event_type)).not.toContain('webhook.waiting');
  });

  test('are listed newest first, by state, page by page', async () => {
    const { id } = await buildWebhook(api.as.admin);
    const tags = [await buildTag(api.as.admin), await buildTag(api.as.admin), await buildTag(api.as.admin)];
    const first = await api.as.admin.get(`/webhooks/${id}/deliveries?page_size=2`);
    expect(first.body).toMatchObject({ total: 3, page_size: 2 });
    const second = await deliveriesOf(id, `?page_size=2&cursor=${String(first.body['next_cursor'])}`);
    const listed = [...first.body.items, ...second].map(({ resource }) => (resource as AnswerBody).id);
    expect([...listed].sort()).toEqual(tags.map((tag) => tag.id).sort());
    expect(await deliveriesOf(id, '?state=delivered')).toEqual([]);
    expect((await api.as.admin.get(`/webhooks/${id}/deliveries?state=lost`)).status).toBe(400);
  });
});

describe('a test call', () => {
  test('arrives at once, signed, also while the webhook is paused', async () => {
    const webhook = await buildWebhook(api.as.admin, { url: `${receiver.url}/hook` });
    await api.as.admin.patch(`/webhooks/${webhook.id}`, { state: 'paused' });
    const answer = await api.as.admin.post(`/webhooks/${webhook.id}:test`);
    expect([answer.status, answer.body]).toEqual([200, { delivered: true, status: 204, error: null }]);
    const [received] = receiver.received;
    expect(verifies(String(webhook['secret']), received!)).toBe(true);
    expect(JSON.parse(received!.body)).toEqual({
      id: received!.headers['webhook-id'],
      type: 'webhook.test',
      occurred_at: expect.any(String),
      org_id: api.organizationId,
      resource: { type: 'webhook', id: webhook.id, version: 2 },
    });
  });

  test('that fails says why, and is no delivery', async () => {
    const { id } = await buildWebhook(api.as.admin, { url: receiver.url });
    receiver.behave(answers(503));
    const answer = await api.as.admin.post(`/webhooks/${id}:test`);
    expect(answer.body).toEqual({ delivered: false, status: 503, error: 'answered_with_error' });
    expect(await deliveriesOf(id)).toEqual([]);
  });
});

test('a new secret signs beside the one there was, until its time is over', async () => {
  const webhook = await buildWebhook(api.as.admin, { url: receiver.url });
  const rotated = await api.as.admin.post(`/webhooks/${webhook.id}:rotate-secret`, { overlap_hours: 2 });
  expect([rotated.status, rotated.body.version]).toEqual([200, 2]);
  const [old, fresh] = [String(webhook['secret']), String(rotated.body['secret'])];
  const signedBy = async (): Promise<boolean[]> => {
    await api.as.admin.post(`/webhooks/${webhook.id}:test`);
    return [old, fresh].map((secret) => verifies(secret, receiver.received.at(-1)!));
  };
  expect(await signedBy()).toEqual([true, true]);
  api.clock.advance(2 * 3_600_000 + 1_000);
  expect(await signedBy()).toEqual([false, true]);
  api.clock.reset();
  const again = await api.as.admin.post(`/webhooks/${webhook.id}:rotate-secret`, { overlap_hours: 0 });
  expect(again.body['previous_secret_until']).toBeNull();
  expect(await signedBy()).toEqual([false, false]);
});

describe('redelivery', () => {
  test('makes a message that was given up wait again, under its id', async () => {
    const { webhookId, deliveryId } = await buildWebhookDelivery(api.as.admin);
    await api.database.admin('webhook_deliveries').where({ id: deliveryId }).update({ state: 'failed', attempts: 19 });
    const path = `/webhooks/${webhookId}/deliveries/${deliveryId}:redeliver`;
    const answer = await api.as.admin.post(path);
    expect([answer.status, answer.body]).toMatchObject([202, { id: deliveryId, state: 'waiting', attempts: 0 }]);
    const woken = await api.database.admin('outbox').where({ event_type: 'webhook.redelivered', entity_id: webhookId });
    expect(woken).toHaveLength(1);
  });

  test('of another webhook’s message is 404, while the webhook is paused 409', async () => {
    const { webhookId, deliveryId } = await buildWebhookDelivery(api.as.admin);
    const other = await buildWebhook(api.as.admin);
    const wrong = await api.as.admin.post(`/webhooks/${other.id}/deliveries/${deliveryId}:redeliver`);
    expect(wrong.status).toBe(404);
    await api.as.admin.patch(`/webhooks/${webhookId}`, { state: 'paused' });
    const answer = await api.as.admin.post(`/webhooks/${webhookId}/deliveries/${deliveryId}:redeliver`);
    expect([answer.status, answer.body.code]).toEqual([409, 'conflict']);
  });
});

describe('redelivery of a span of time', () => {
  const NOON = '2026-11-20T12:00:00.000Z';
  /** Messages of events one minute apart, from noon on, of one record each unless `entity_id` says otherwise. */
  async function plant(webhook_id: string, states: readonly string[], more: object = {}): Promise<string[]> {
    const rows = states.map((state, minute) => ({
      ...{ organization_id: api.organizationId, id: newId(), webhook_id, event_id: -1 - minute, state, attempts: 19 },
      ...{ event_type: 'tag.created', entity_type: 'tag', entity_id: newId(), entity_version: 1 },
      ...{ occurred_at: new Date(Date.parse(NOON) + minute * 60_000), last_error: 'timed_out', ...more },
    }));
    await api.database.admin.batchInsert('webhook_deliveries', rows, 500);
    return rows.map(({ id }) => id);
  }
  const again = (id: string, body: object, query = '', headers: Record<string, string> = {}) =>
    api.as.admin.post(`/webhooks/${id}/deliveries:redeliver${query}`, body, headers);
  const statesOf = async (webhook_id: string): Promise<string[]> =>
    (await api.database.admin('webhook_deliveries').where({ webhook_id }).orderBy('occurred_at').select('state')).map(
      ({ state }: { state: string }) => state,
    );
  const wakesOf = (id: string) =>
    api.database.admin('outbox').where({ event_type: 'webhook.redelivered', entity_id: id });

  test('refusals: 401, 403, 400 by field, 404 of another organisation, 409 while it is paused', async () => {
    const { id } = await buildWebhook(api.as.admin);
    const path = `/webhooks/${id}/deliveries:redeliver`;
    expect((await api.anonymous.post(path, { since: NOON })).status).toBe(401);
    expect((await api.as.manager.post(path, { since: NOON })).status).toBe(403);
    for (const [body, pointer] of [
      [{}, '/since'],
      [{ since: 'noon' }, '/since'],
      [{ since: NOON, until: NOON }, '/until'],
      [{ since: NOON, only_failed: 'yes' }, '/only_failed'],
      [{ since: NOON, state: 'failed' }, '/state'],
    ] as const) {
      const refused = await again(id, body);
      expect([refused.status, refused.body.errors[0]?.pointer]).toEqual([400, pointer]);
    }
    expect((await again(id, { since: NOON }, '?cursor=x')).status).toBe(400);
    expect((await api.stranger.post(path, { since: NOON })).status).toBe(404);
    await api.as.admin.patch(`/webhooks/${id}`, { state: 'paused' });
    const paused = await again(id, { since: NOON });
    expect([paused.status, paused.body.code]).toEqual([409, 'conflict']);
  });

  test('what was given up since an instant waits again, once; what was taken or waits is left', async () => {
    const { id } = await buildWebhook(api.as.admin);
    await plant(id, ['failed', 'failed', 'delivered', 'waiting', 'failed', 'failed']);
    const span = { since: '2026-11-20T13:01:00+01:00', until: '2026-11-20T12:05:00Z' };
    const answer = await again(id, span);
    expect([answer.status, answer.body]).toEqual([202, { queued: 2, next_cursor: null }]);
    expect(await statesOf(id)).toEqual(['failed', 'waiting', 'delivered', 'waiting', 'waiting', 'failed']);
    const queued = await deliveriesOf(id, '?state=waiting');
    expect(queued.map(({ attempts }) => attempts).sort()).toEqual([0, 0, 19]);
    expect((await again(id, span)).body).toEqual({ queued: 0, next_cursor: null });
    expect(await wakesOf(id)).toHaveLength(1);
    const { body } = await api.as.admin.get(`/audit-events?entity_type=webhook&entity_id=${id}`);
    const audited = body.items.filter(({ event }) => event === 'webhook.redelivered').map(({ after }) => after);
    expect(audited).toMatchObject([{ queued: 0 }, { queued: 2, only_failed: true, since: '2026-11-20T12:01:00.000Z' }]);
  });

  test('all of it where asked, of this webhook alone, and a repeated key queues nothing more', async () => {
    const [{ id }, other] = [await buildWebhook(api.as.admin), await buildWebhook(api.as.admin)];
    await plant(id, ['failed', 'delivered']);
    await plant(other.id, ['failed', 'delivered']);
    const key = { 'Idempotency-Key': newId() };
    const body = { since: NOON, only_failed: false };
    expect((await again(id, body, '', key)).body['queued']).toBe(2);
    await api.database.admin('webhook_deliveries').where({ webhook_id: id }).update({ state: 'delivered' });
    expect((await again(id, body, '', key)).body['queued']).toBe(2);
    expect([await statesOf(id), await statesOf(other.id)]).toEqual([
      ['delivered', 'delivered'],
      ['failed', 'delivered'],
    ]);
  });

  test('a thousand a call; the cursor goes on behind them', async () => {
    const { id } = await buildWebhook(api.as.admin);
    await plant(
      id,
      Array.from({ length: 1_003 }, () => 'failed'),
    );
    const first = await again(id, { since: NOON });
    expect([first.body['queued'], typeof first.body.next_cursor]).toEqual([1_000, 'string']);
    const second = await again(id, { since: NOON }, `?cursor=${String(first.body.next_cursor)}`);
    expect(second.body).toEqual({ queued: 3, next_cursor: null });
    expect(new Set(await statesOf(id))).toEqual(new Set(['waiting']));
  });
});

test('a disabled webhook that is made active again starts afresh, and what waits is due', async () => {
  const { webhookId } = await buildWebhookDelivery(api.as.admin);
  const failing = { consecutive_failures: 30, failing_since: new Date(0), quiet_until: new Date(Date.now() + 1e7) };
  await change(webhookId, { state: 'disabled', disabled_reason: 'failing', ...failing });
  await api.database.admin('webhook_deliveries').update({ next_attempt_at: new Date(Date.now() + 1e7) });
  const answer = await api.as.admin.patch(`/webhooks/${webhookId}`, { state: 'active' });
  expect(answer.body).toMatchObject({ state: 'active', disabled_reason: null, consecutive_failures: 0 });
  const [waiting] = await deliveriesOf(webhookId);
  expect(new Date(String(waiting!['next_attempt_at'])).getTime()).toBeLessThanOrEqual(Date.now());
});

test('deleting a webhook ends what waits', async () => {
  const { webhookId } = await buildWebhookDelivery(api.as.admin);
  expect((await api.as.admin.delete(`/webhooks/${webhookId}`)).status).toBe(204);
  expect((await api.as.admin.get(`/webhooks/${webhookId}`)).status).toBe(404);
  const rows = await api.database.admin('webhook_deliveries').where({ webhook_id: webhookId });
  expect(rows).toMatchObject([{ state: 'failed', last_error: 'webhook_deleted' }]);
});
