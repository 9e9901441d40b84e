/** Webhooks of providers: the signature decides, a message counts once, and nothing tells whether a connection exists. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { signatureOf } from '../../src/shared/webhook-signature';
import { newId } from '../../src/shared/ids';
import { startApi, type AnswerBody, type ApiAnswer, type TestApi } from '../support/api';
import { buildConnection } from '../support/resources';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const BODY = '{"type":"contract.updated"}';

let api: TestApi;
let connection: AnswerBody;
beforeAll(async () => {
  api = await startApi();
});
beforeEach(async () => {
  const { items } = (await api.as.owner.get('/integrations/connections')).body;
  for (const { id } of items) await api.as.owner.delete(`/integrations/connections/${id}`);
  connection = await buildConnection(api.as.owner, { webhook_secret: SECRET });
});
afterAll(() => api.close());

interface Sent {
  id?: string;
  messageId?: string;
  at?: number;
  secret?: string;
  body?: string;
  signed?: string;
}

const send = (sent: Sent = {}): Promise<ApiAnswer> => {
  const { id = connection.id, messageId = `msg_${randomUUID()}`, at = Date.now(), secret = SECRET, body = BODY } = sent;
  const timestamp = String(Math.floor(at / 1_000));
  const signature = signatureOf(secret, { messageId, timestamp, body: sent.signed ?? body });
  const headers = {
    'Content-Type': 'application/json',
    'svix-id': messageId,
    'svix-timestamp': timestamp,
    'svix-signature': `v1,bm90IHRoaXMgb25l ${signature}`,
  };
  return api.anonymous.send('POST', `/integrations/webhooks/${id}`, { raw: body, headers });
};
const runs = async () => (await api.as.admin.get(`/integrations/${connection.id}/runs`)).body;

test('the signature is that of Svix (its documented example)', () => {
  const example = {
    messageId: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    timestamp: '1614265330',
    body: '{"test": 2432232314}',
  };
  expect(signatureOf(SECRET, example)).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
});

test('a genuine delivery starts one full sync, however often it comes', async () => {
  const messageId = `msg_${randomUUID()}`;
  const answers = await Promise.all([send({ messageId }), send({ messageId }), send({ messageId })]);
  expect(answers.map(({ status }) => status)).toEqual([202, 202, 202]);
  const { total, items } = await runs();
  expect([total, items[0]]).toMatchObject([1, { kind: 'full', trigger: 'webhook', state: 'queued', started_by: null }]);
  await api.as.admin.post(`/sync-runs/${items[0]?.id ?? ''}:cancel`);
  expect((await send({ messageId })).status).toBe(202);
  expect((await runs()).total).toBe(1);
  expect((await send()).status).toBe(202);
  expect((await runs()).total).toBe(2);
});

test.each<[string, Sent]>([
  ['another secret', { secret: 'whsec_c29tZWJvZHkgZWxzZSdzIHNlY3JldA==' }],
  ['a body that was changed', { signed: '{}' }],
  ['an old delivery', { at: Date.now() - 6 * 60_000 }],
  ['one from the future', { at: Date.now() + 6 * 60_000 }],
  ['an unknown connection', { id: newId() }],
])('401 for %s, alike, and nothing happens', async (_, sent) => {
  const answer = await send(sent);
  expect([answer.status, answer.body.code]).toEqual([401, 'unauthenticated']);
  expect((await runs()).total).toBe(0);
});

test('400 without signature headers, 401 for a connection without a signing secret', async () => {
  const path = `/integrations/webhooks/${connection.id}`;
  expect((await api.anonymous.post(path, {})).status).toBe(400);
  await api.as.admin.patch(`/integrations/connections/${connection.id}`, { webhook_secret: null });
  expect((await send()).status).toBe(401);
});
