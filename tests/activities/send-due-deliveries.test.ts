/** What a look sends, in which order, and what days of failure lead to: real PostgreSQL, a real receiver, and time that is given. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { sendAccountMail } from '../../src/domains/account-mails/send-account-mail.command';
import { isInternalEventType, webhookEventTypes } from '../../src/domains/webhooks/webhook-events.rules';
import { sendDueDeliveries, type SendDeps } from '../../src/domains/webhooks/send-due-deliveries.command';
import type { WebhookLook } from '../../src/domains/webhooks/webhooks.contract';
import { systemClock } from '../../src/platform/clock';
import { FairPermits } from '../../src/platform/fair-permits';
import type { Mail } from '../../src/platform/mailer';
import { createWebhookSender } from '../../src/platform/webhook-sender';
import { startApi, type AnswerBody, type TestApi } from '../support/api';
import { buildTag, buildWebhook } from '../support/resources';
import { answers, hangs, startWebhookReceiver, takes, type WebhookReceiver } from '../support/webhook-receiver';
import { silent } from './activity-deps';

const DAY_MS = 86_400_000;
let api: TestApi;
let receiver: WebhookReceiver;
let deps: SendDeps;
/** Created in `beforeEach`; each test has one of its own. */
let webhook: AnswerBody;

beforeAll(async () => {
  api = await startApi({ environment: { WEBHOOK_ALLOW_PRIVATE_ADDRESSES: 'true' } });
  receiver = await startWebhookReceiver();
  const { database, keyRing } = api.container;
  const webhookSender = createWebhookSender(systemClock, { allowPrivateAddresses: true, totalTimeoutMs: 300 });
  const sendPermits = new FairPermits({ atOnce: 2, ofOneOwner: 1 });
  deps = { database, keyRing, logger: silent, webhookSender, sendPermits };
});
beforeEach(async () => {
  receiver.behave(takes);
  receiver.received.length = 0;
  webhook = await buildWebhook(api.as.admin, { url: receiver.url });
});
afterEach(() => api.as.admin.delete(`/webhooks/${webhook.id}`));
afterAll(async () => {
  await receiver.close();
  await api.close();
});

const look = (afterMs = 0): Promise<WebhookLook> =>
  sendDueDeliveries(deps, {
    organizationId: api.organizationId,
    webhookId: webhook.id,
    at: new Date(Date.now() + afterMs),
  });
const current = async (): Promise<AnswerBody> => (await api.as.admin.get(`/webhooks/${webhook.id}`)).body;
const rename = (id: string, color: string) => api.as.admin.patch(`/tags/${id}`, { color });
interface Sent {
  type: string;
  resource: { id: string; version: number };
}
const sentOf = (id: string): number[] =>
  receiver.received
    .map(({ body }) => JSON.parse(body) as Sent)
    .filter(({ resource }) => resource.id === id)
    .map(({ resource }) => resource.version);

test('what waits is sent in the order it happened, and nothing twice', async () => {
  const tag = await buildTag(api.as.admin);
  await rename(tag.id, '#112233');
  await api.as.admin.delete(`/tags/${tag.id}`);
  expect(await look()).toEqual({ state: 'active', delivered: 3, failed: 0, nextDueAt: null });
  expect(sentOf(tag.id)).toEqual([1, 2, 3]);
  expect(await look()).toMatchObject({ delivered: 0, nextDueAt: null });
  expect(receiver.received).toHaveLength(3);
});

test('a record whose message fails waits with all that follows; the others go on', async () => {
  const [stuck, free] = [await buildTag(api.as.admin), await buildTag(api.as.admin)];
  await rename(stuck.id, '#112233');
  receiver.behave((response, { body }) => {
    response.writeHead(body.includes(stuck.id) ? 500 : 204).end();
  });
  expect(await look()).toMatchObject({ delivered: 1, failed: 1 });
  await rename(free.id, '#112233');
  const second = await look();
  expect(second).toMatchObject({ delivered: 1, failed: 0 });
  expect(new Date(String(second.nextDueAt)).getTime()).toBeGreaterThan(Date.now());
  expect([sentOf(stuck.id), sentOf(free.id)]).toEqual([[1], [1, 2]]);
  receiver.behave(takes);
  expect(await look(10_000)).toMatchObject({ delivered: 2, nextDueAt: null });
  expect(sentOf(stuck.id)).toEqual([1, 1, 2]);
});

test('each attempt of a message has the same id and body', async () => {
  await buildTag(api.as.admin);
  receiver.behave(hangs);
  expect(await look()).toMatchObject({ failed: 1 });
  receiver.behave(takes);
  await look(10_000);
  const [first, second] = receiver.received;
  expect(second!.headers['webhook-id']).toBe(first!.headers['webhook-id']);
  expect(second!.body).toBe(first!.body);
  const { body } = await api.as.admin.get(`/webhooks/${webhook.id}/deliveries`);
  expect(body.items).toMatchObject([{ state: 'delivered', attempts: 2, last_status: 204, last_error: null }]);
});

test('a receiver that is down is left alone after a few failures, and gets everything at once when it is back', async () => {
  const tags = await Promise.all(Array.from({ length: 12 }, () => buildTag(api.as.admin)));
  receiver.behave(answers(503));
  await look();
  expect(receiver.received.length).toBeLessThan(12);
  const quiet = await look();
  expect([quiet.delivered, quiet.failed]).toEqual([0, 0]);
  receiver.received.length = 0;
  receiver.behave(takes);
  expect(await look(2 * 3_600_000)).toMatchObject({ delivered: 12, nextDueAt: null });
  expect(tags.map(({ id }) => sentOf(id))).toEqual(tags.map(() => [1]));
  expect(await current()).toMatchObject({ consecutive_failures: 0, failing_since: null });
});

test('a receiver that asks to wait is not called before', async () => {
  await buildTag(api.as.admin);
  receiver.behave(answers(429, { 'Retry-After': '600' }));
  await look();
  await buildTag(api.as.admin);
  expect(await look(590_000)).toMatchObject({ delivered: 0, failed: 0 });
  receiver.behave(takes);
  expect(await look(601_000)).toMatchObject({ delivered: 2 });
});

test('five days of nothing but failures disable it, the admins are told once, and what waits is sent when it is active again', async () => {
  const tag = await buildTag(api.as.admin);
  receiver.behave(answers(500));
  const days: string[] = [];
  for (let day = 0; day < 7 && days.at(-1) !== 'disabled'; day += 0.25) days.push((await look(day * DAY_MS)).state);
  expect([days.length, days.at(-1)]).toEqual([21, 'disabled']);
  const disabled = await current();
  expect(disabled).toMatchObject({ state: 'disabled', disabled_reason: 'failing' });
  expect((await look(8 * DAY_MS)).failed).toBe(0);
  await buildTag(api.as.admin); // while it is disabled: not kept

  const mails: Mail[] = [];
  const tell = async (version: number) =>
    sendAccountMail(
      {
        database: api.container.database,
        linkTokens: api.container.linkTokens,
        appUrl: 'https://plan.example.com',
        mailer: {
          send: (mail) => {
            mails.push(mail);
            return Promise.resolve({ refused: [] });
          },
        },
      },
      { organizationId: api.organizationId, kind: 'webhook_disabled', id: webhook.id, version, now: new Date() },
    );
  const events = await api.database.admin('outbox').where({ event_type: 'webhook.disabled', entity_id: webhook.id });
  expect(events).toMatchObject([{ entity_version: disabled.version }]);
  expect(await tell(disabled.version)).toEqual({ outcome: 'sent' });
  const admins = await api.database.admin('users').whereIn('id', [api.as.owner.userId, api.as.admin.userId]);
  expect([...mails[0]!.to].sort()).toEqual(admins.map((user: { email: string }) => user.email).sort());

  receiver.behave(takes);
  receiver.received.length = 0;
  await api.as.admin.patch(`/webhooks/${webhook.id}`, { state: 'active' });
  expect(await tell(disabled.version)).toEqual({ outcome: 'superseded' });
  expect(await look()).toMatchObject({ state: 'active', delivered: 1 });
  expect(sentOf(tag.id)).toEqual([1]);
});

test('410 disables it at once', async () => {
  await buildTag(api.as.admin);
  receiver.behave(answers(410));
  await look();
  expect(await current()).toMatchObject({ state: 'disabled', disabled_reason: 'gone' });
});

test('a message is given up after seven days, and the next one of its record goes on', async () => {
  const tag = await buildTag(api.as.admin);
  await rename(tag.id, '#112233');
  receiver.behave((response, { body }) => {
    response.writeHead(body.includes('"version":1}') ? 500 : 204).end();
  });
  await look();
  expect(await look(7 * DAY_MS + 60_000)).toMatchObject({ delivered: 1, failed: 1, nextDueAt: null });
  const { body } = await api.as.admin.get(`/webhooks/${webhook.id}/deliveries`);
  expect(body.items).toMatchObject([{ state: 'delivered' }, { state: 'failed', last_status: 500 }]);
});

test('paused, deleted or of another organisation, nothing is sent', async () => {
  await buildTag(api.as.admin);
  await api.as.admin.patch(`/webhooks/${webhook.id}`, { state: 'paused' });
  expect(await look()).toEqual({ state: 'paused', delivered: 0, failed: 0, nextDueAt: null });
  await api.as.admin.delete(`/webhooks/${webhook.id}`);
  expect((await look()).state).toBe('deleted');
  const foreign = { organizationId: api.strangerOrganizationId, webhookId: webhook.id, at: new Date() };
  expect((await sendDueDeliveries(deps, foreign)).state).toBe('deleted');
  expect(receiver.received).toEqual([]);
});

test('without a permit nothing is attempted, and the workflow hears when to ask again', async () => {
  const tag = await buildTag(api.as.admin);
  const held = deps.sendPermits.take({ owner: api.organizationId, key: 'another webhook' });
  const before = Date.now();
  const refused = await look();
  expect(refused).toMatchObject({ state: 'active', delivered: 0, failed: 0 });
  const waitMs = new Date(String(refused.nextDueAt)).getTime() - before;
  expect([waitMs >= 1_000, waitMs < 2_500]).toEqual([true, true]);
  expect([receiver.received, (await current())['consecutive_failures']]).toEqual([[], 0]);
  const waiting = await api.as.admin.get(`/webhooks/${webhook.id}/deliveries`);
  expect(waiting.body.items).toMatchObject([{ state: 'waiting', attempts: 0, last_error: null }]);
  held.permit?.release();
  expect(await look()).toMatchObject({ delivered: 1, nextDueAt: null });
  expect(sentOf(tag.id)).toEqual([1]);
});

test('a look that has nothing to send needs no permit, and each gives its own back, also when it fails', async () => {
  const held = deps.sendPermits.take({ owner: api.organizationId, key: 'another webhook' });
  expect(await look()).toEqual({ state: 'active', delivered: 0, failed: 0, nextDueAt: null });
  held.permit?.release();
  await buildTag(api.as.admin);
  receiver.behave(hangs);
  const request = { organizationId: api.organizationId, webhookId: webhook.id, at: new Date() };
  await expect(sendDueDeliveries(deps, { ...request, signal: AbortSignal.timeout(50) })).rejects.toThrow();
  const free = deps.sendPermits.take({ owner: api.organizationId, key: 'another webhook' });
  expect(free.permit).not.toBeNull();
  free.permit?.release();
});

test('whoever gives up ends the look without an attempt being kept', async () => {
  await buildTag(api.as.admin);
  receiver.behave(hangs);
  const request = { organizationId: api.organizationId, webhookId: webhook.id, at: new Date() };
  const stopping = AbortSignal.timeout(50);
  await expect(sendDueDeliveries(deps, { ...request, signal: stopping })).rejects.toThrow();
  expect(await current()).toMatchObject({ consecutive_failures: 0 });
});

test('every type of event that was ever written here is in the catalogue or internal on purpose', async () => {
  const rows: { event_type: string }[] = await api.database.admin('outbox').distinct('event_type');
  const unknown = rows
    .map(({ event_type }) => event_type)
    .filter((type) => !webhookEventTypes.includes(type) && !isInternalEventType(type));
  expect(unknown).toEqual([]);
});
