/**
 * End to end on real PostgreSQL and Temporal with a receiver that fails, hangs and comes back: what the API commits arrives,
 * signed and in order for each record, also when something is away meanwhile.
 */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { WorkflowHandle } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { eventConsumers } from '../../src/domains/outbox/event-consumers';
import { OutboxListener } from '../../src/domains/outbox/outbox-listener';
import { startOutboxRelay, type OutboxRelay } from '../../src/domains/outbox/outbox-relay';
import { webhookWorkflowId } from '../../src/domains/webhooks/webhooks.contract';
import { systemClock } from '../../src/platform/clock';
import { createTemporalGateway, temporalSettings, type TemporalGateway } from '../../src/platform/temporal-client';
import { createWebhookSender } from '../../src/platform/webhook-sender';
import { realActivities, silent } from '../activities/activity-deps';
import { decodedTexts } from '../replay/decoded-texts';
import { startApi, type AnswerBody, type TestApi } from '../support/api';
import { buildAbsence, buildTag, buildWebhook } from '../support/resources';
import {
  answers,
  hangs,
  startWebhookReceiver,
  takes,
  takesAfter,
  verifies,
  type ReceivedMessage,
  type WebhookReceiver,
} from '../support/webhook-receiver';
import { onTestServers, startHarness, type Harness } from './workflow-harness';

let api: TestApi;
let receiver: WebhookReceiver;
let harness: Harness;
let gateway: TemporalGateway;
let relay: OutboxRelay;
/** Errors that Temporal answers with before it works. */
const outages: Error[] = [];

beforeAll(async () => {
  Runtime.install({ logger: new DefaultLogger('ERROR', () => undefined) });
  api = await startApi({ environment: { WEBHOOK_ALLOW_PRIVATE_ADDRESSES: 'true' } });
  receiver = await startWebhookReceiver();
  const { config, database, keyRing } = api.container;
  const webhookSender = createWebhookSender(systemClock, { allowPrivateAddresses: true, totalTimeoutMs: 500 });
  const activities = realActivities(database, { keyRing, webhookSender });
  harness = await startHarness({ ...onTestServers(), activities });
  gateway = createTemporalGateway(temporalSettings({ ...config.temporal, address: onTestServers().address }));
  relay = startOutboxRelay({
    database,
    logger: silent,
    temporal: {
      signalWithStart: async (request) => {
        const outage = outages.shift();
        if (outage !== undefined) throw outage;
        if (request.workflowType !== 'webhook') return;
        await gateway.signalWithStart({ ...request, taskQueue: harness.taskQueue });
      },
      startOnce: () => Promise.resolve(),
      cancel: () => Promise.resolve(),
    },
    consumers: eventConsumers,
    recomputeWindowMs: 1,
    random: () => 0,
    listen: (onNotify) => new OutboxListener(config.databaseUrl ?? '', onNotify, silent),
    onBacklog: () => undefined,
    pollMs: 50,
  });
});
beforeEach(() => {
  receiver.behave(takes);
  receiver.received.length = 0;
});
afterEach(async () => {
  for (const { id } of (await api.as.admin.get('/webhooks')).body.items) await api.as.admin.delete(`/webhooks/${id}`);
});
afterAll(async () => {
  await relay.stop();
  await harness.close();
  await gateway.close();
  await receiver.close();
  await api.close();
});

/** Looks again until it holds. */
async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await api.database.admin.raw('select pg_sleep(0.02)');
}

interface Sent {
  resource: { version: number };
}

const about = (id: string): ReceivedMessage[] => receiver.received.filter(({ body }) => body.includes(id));
const versions = (id: string): number[] =>
  about(id).map(({ body }) => (JSON.parse(body) as { resource: { version: number } }).resource.version);
const recolour = (id: string, color: string) => api.as.admin.patch(`/tags/${id}`, { color });
const runOf = (webhook: AnswerBody): WorkflowHandle => gateway.client.workflow.getHandle(webhookWorkflowId(webhook.id));

test('an event arrives once, signed; the run ends, and its history names neither address, secret nor record', async () => {
  const webhook = await buildWebhook(api.as.admin, { url: `${receiver.url}/hook/canari`, event_types: ['*'] });
  const absence = await buildAbsence(api.as.admin, { notes: 'Zoé Canari', person_id: api.as.member.personId });
  await until(() => about(absence.id).length > 0);
  const [received] = about(absence.id);
  expect(verifies(String(webhook['secret']), received!)).toBe(true);
  expect(JSON.parse(received!.body)).toEqual({
    id: received!.headers['webhook-id'],
    type: 'absence.created',
    occurred_at: expect.any(String),
    org_id: api.organizationId,
    resource: { type: 'absence', id: absence.id, version: 1 },
  });
  expect(await runOf(webhook).result()).toEqual({ state: 'active' });
  const texts = [...decodedTexts(JSON.parse(historyToJSON(await runOf(webhook).fetchHistory())))];
  const told = [/canari/i, /127\.0\.0\.1/, new RegExp(absence.id), /whsec_/];
  expect(texts.filter((text) => told.some((pattern) => pattern.test(text)))).toEqual([]);
});

test('while the receiver fails and hangs each record keeps its order, and all of it arrives once it is back', async () => {
  const webhook = await buildWebhook(api.as.admin, { url: receiver.url });
  receiver.behave(answers(500));
  const [first, second] = [await buildTag(api.as.admin), await buildTag(api.as.admin)];
  await until(() => about(first.id).length > 0 && about(second.id).length > 0);
  receiver.behave(hangs);
  for (const color of ['#111111', '#222222']) await Promise.all([first, second].map(({ id }) => recolour(id, color)));
  await until(async () => {
    const { body } = await api.as.admin.get(`/webhooks/${webhook.id}/deliveries?state=waiting`);
    return body.items.some((delivery) => delivery['last_error'] === 'timed_out');
  });
  receiver.behave(takes);
  await api.as.admin.patch(`/webhooks/${webhook.id}`, { url: `${receiver.url}/moved` }); // due at once, as after a repair
  await until(() => versions(first.id).at(-1) === 3 && versions(second.id).at(-1) === 3);
  for (const { id } of [first, second]) {
    expect(versions(id)).toEqual([...versions(id)].sort((a, b) => a - b));
    const taken = about(id).filter(({ path }) => path === '/moved');
    expect(taken.map(({ body }) => (JSON.parse(body) as { resource: { version: number } }).resource.version)).toEqual([
      1, 2, 3,
    ]);
  }
});

test('slow receivers of one organisation hold two sends of the worker, each record in order and no attempt failed; others go on', async () => {
  const slowly = takesAfter(200);
  receiver.behave((response, message) => {
    (message.path === '/quick' ? takes : slowly.behave)(response, message);
  });
  const untilAnswered = (holds: () => boolean) =>
    until(() => {
      slowly.answerDue();
      return holds();
    });
  const slow: AnswerBody[] = [];
  for (let made = 0; made < 7; made += 1) {
    slow.push(await buildWebhook(api.as.admin, { url: `${receiver.url}/slow/${String(made)}` }));
  }
  const quick = await buildWebhook(api.stranger, { url: `${receiver.url}/quick` });
  const tag = await buildTag(api.as.admin);
  await recolour(tag.id, '#555555');
  await untilAnswered(() => about(tag.id).length > 0);
  const other = await buildTag(api.stranger);
  await untilAnswered(() => about(other.id).length === 1);
  expect(about(tag.id).length).toBeLessThan(slow.length * 2);
  await untilAnswered(() => about(tag.id).length === slow.length * 2);
  const ofPath = (made: number) => about(tag.id).filter(({ path }) => path === `/slow/${String(made)}`);
  expect(slow.map((_, made) => ofPath(made).map(({ body }) => (JSON.parse(body) as Sent).resource.version))).toEqual(
    slow.map(() => [1, 2]),
  );
  expect(slowly.mostPaths()).toBe(2);
  const ended = { all: false };
  const looks = Promise.all(slow.map((webhook) => runOf(webhook).result())).finally(() => {
    ended.all = true;
  });
  await untilAnswered(() => ended.all);
  expect(await looks).toEqual(slow.map(() => ({ state: 'active' })));
  for (const { id } of slow) {
    const { items } = (await api.as.admin.get(`/webhooks/${id}/deliveries`)).body;
    expect(items).toMatchObject([{ attempts: 1, last_error: null }, { attempts: 1 }]);
  }
  await api.stranger.delete(`/webhooks/${quick.id}`);
}, 30_000);

test('a failed message is tried again by itself', async () => {
  await buildWebhook(api.as.admin, { url: receiver.url });
  receiver.behave((response) => {
    response.writeHead(receiver.received.length === 1 ? 502 : 204).end();
  });
  const tag = await buildTag(api.as.admin);
  await until(() => about(tag.id).length === 2);
  const [once, again] = about(tag.id);
  expect(again!.headers['webhook-id']).toBe(once!.headers['webhook-id']);
});

test('with Temporal away events wait and arrive in order once it is back', async () => {
  await buildWebhook(api.as.admin, { url: receiver.url });
  const cause = Object.assign(new Error('away'), { code: 14, details: '', metadata: {} });
  outages.push(...Array.from({ length: 4 }, () => new Error('no server', { cause })));
  const tag = await buildTag(api.as.admin);
  await recolour(tag.id, '#333333');
  await until(() => versions(tag.id).length === 2);
  expect(versions(tag.id)).toEqual([1, 2]);
  expect(outages).toEqual([]);
});

test('a message is delivered again on request, under its id', async () => {
  const webhook = await buildWebhook(api.as.admin, { url: receiver.url });
  const tag = await buildTag(api.as.admin);
  const path = `/webhooks/${webhook.id}/deliveries`;
  await until(async () => (await api.as.admin.get(`${path}?state=delivered`)).body.items.length === 1);
  const [delivery] = (await api.as.admin.get(path)).body.items;
  expect((await api.as.admin.post(`${path}/${String(delivery?.id)}:redeliver`)).status).toBe(202);
  await until(() => about(tag.id).length === 2);
  expect(about(tag.id).map(({ headers }) => headers['webhook-id'])).toEqual([delivery!.id, delivery!.id]);
});

test('what was taken since an instant comes again on request, each under its id and in the order of its record', async () => {
  const webhook = await buildWebhook(api.as.admin, { url: receiver.url });
  const before = await buildTag(api.as.admin);
  await until(() => about(before.id).length === 1);
  const since = api.clock.now().toISOString();
  const tags = [await buildTag(api.as.admin), await buildTag(api.as.admin)];
  for (const { id } of tags) await recolour(id, '#444444');
  const path = `/webhooks/${webhook.id}/deliveries`;
  await until(async () => (await api.as.admin.get(`${path}?state=delivered`)).body.items.length === 5);
  const idsOf = (id: string): unknown[] => about(id).map(({ headers }) => headers['webhook-id']);
  const once = tags.map(({ id }) => idsOf(id));
  const again = await api.as.admin.post(`${path}:redeliver`, { since, only_failed: false });
  expect([again.status, again.body['queued']]).toEqual([202, 4]);
  await until(() => tags.every(({ id }) => about(id).length === 4));
  expect(tags.map(({ id }) => idsOf(id))).toEqual(once.map((ids) => [...ids, ...ids]));
  expect(tags.map(({ id }) => versions(id))).toEqual([
    [1, 2, 1, 2],
    [1, 2, 1, 2],
  ]);
  expect(about(before.id)).toHaveLength(1);
});

test('a webhook that is deleted while a message waits for days ends its run', async () => {
  const webhook = await buildWebhook(api.as.admin, { url: receiver.url });
  receiver.behave(answers(503, { 'Retry-After': '86400' }));
  await buildTag(api.as.admin);
  await until(() => receiver.received.length > 0);
  await api.as.admin.delete(`/webhooks/${webhook.id}`);
  expect(await runOf(webhook).result()).toEqual({ state: 'deleted' });
  expect(receiver.received).toHaveLength(1);
});
