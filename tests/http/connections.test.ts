/** Connections: who may, one per provider, secrets that go in and never come out, and when they are read. */
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { connectionSecretColumns } from '../../src/domains/integrations/connection-secrets.rules';
import { KeyRing } from '../../src/platform/secrets/key-ring';
import { reencrypt } from '../../src/platform/secrets/reencrypt';
import { newId } from '../../src/shared/ids';
import { startApi, type AnswerBody, type TestApi } from '../support/api';
import { buildConnection, eventsOf, PAYFIT_ID } from '../support/resources';

const KEY = 'sk-canary-9d41c7';
const SIGNING = 'whsec_Y2FuYXJ5LXNpZ25pbmctc2VjcmV0LTEy';
const GRYZZLY_ID = '6f0d3f2a-0f0b-4c39-9d2e-0a1f7c5b1002';
const TICKET_RESTO_ID = '6f0d3f2a-0f0b-4c39-9d2e-0a1f7c5b1003';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
beforeEach(async () => {
  const { items } = (await api.as.owner.get('/integrations/connections')).body;
  for (const { id } of items) await api.as.owner.delete(`/integrations/connections/${id}`);
});
afterAll(() => api.close());

const path = (connection: AnswerBody): string => `/integrations/connections/${connection.id}`;

test('a provider is named by its key as well as by its id', async () => {
  const body = { provider_key: 'gryzzly', credentials: { api_key: KEY } };
  const made = await api.as.admin.post('/integrations/connections', body);
  expect([made.status, made.body]).toMatchObject([201, { provider_id: GRYZZLY_ID, status: 'connected' }]);
  const again = await api.as.admin.post('/integrations/connections', { provider_id: GRYZZLY_ID });
  expect(again.body.id).toBe(made.body.id);
  const neither = await api.as.admin.post('/integrations/connections', { credentials: { api_key: KEY } });
  expect(neither.body.errors).toMatchObject([{ pointer: '/provider_id', code: 'one_of' }]);
});

test('401 without a token, 403 below admin', async () => {
  const connection = await buildConnection(api.as.owner);
  for (const get of ['/integrations/providers', '/integrations/connections', path(connection)]) {
    expect((await api.anonymous.get(get)).status).toBe(401);
    for (const client of [api.as.viewer, api.as.member, api.as.manager]) {
      expect((await client.get(get)).status).toBe(403);
    }
    expect((await api.as.admin.get(get)).status).toBe(200);
  }
  for (const client of [api.as.viewer, api.as.member, api.as.manager]) {
    expect((await client.post('/integrations/connections', { provider_id: PAYFIT_ID })).status).toBe(403);
    expect((await client.patch(path(connection), { status: 'revoked' })).status).toBe(403);
    expect((await client.delete(path(connection))).status).toBe(403);
    expect((await client.post(`${path(connection)}:test`)).status).toBe(403);
  }
});

test.each([
  ['no provider', {}, '/provider_id'],
  ['an unknown provider', { provider_id: newId() }, '/provider_id'],
  ['an unknown key', { provider_key: 'paypal' }, '/provider_key'],
  ['id and key at once', { provider_id: PAYFIT_ID, provider_key: 'payfit' }, '/provider_key'],
  ['a client address', { provider_id: PAYFIT_ID, base_url: 'http://127.0.0.1' }, '/base_url'],
  ['half credentials', { provider_id: PAYFIT_ID, credentials: { client_id: 'x' } }, '/credentials/api_key'],
  [
    'another way in than the provider has',
    { provider_id: GRYZZLY_ID, credentials: { client_id: 'a', client_secret: 'b', refresh_token: 'c' } },
    '/credentials',
  ],
  ['a bad signing secret', { provider_id: PAYFIT_ID, webhook_secret: 'secret' }, '/webhook_secret'],
  ['a blank word of the provider', { provider_id: PAYFIT_ID, absence_types: { ' ': 'rtt' } }, '/absence_types/ '],
  ['a blank absence type', { provider_id: PAYFIT_ID, absence_types: { leave_rtt: ' ' } }, '/absence_types/leave_rtt'],
])('400 for %s', async (_, body, pointer) => {
  const answer = await api.as.admin.post('/integrations/connections', body);
  expect([answer.status, answer.body.errors[0]?.pointer]).toEqual([400, pointer]);
});

test.each([
  [{ cron: '61 * * * *' }, '/cron', 'invalid_cron'],
  [{ cron: '* * * *' }, '/cron', 'invalid_cron'],
  [{ timezone: '+02:00' }, '/timezone', 'invalid_timezone'],
  [{ kinds: [] }, '/kinds', 'too_small'],
  [{ kinds: ['roster', 'timesheets'] }, '/kinds/1', 'not_supported'],
])('400 for a schedule with %j', async (change, pointer, code) => {
  const connection = await buildConnection(api.as.owner);
  const body = { cron: '30 5 * * 1-5', timezone: 'Europe/Paris', kinds: ['roster'], enabled: true, ...change };
  const answer = await api.as.admin.put(`${path(connection)}/schedule`, body);
  expect([answer.status, answer.body.errors[0]]).toMatchObject([400, { pointer, code }]);
});

test('404 for an unknown one and for one of another organisation', async () => {
  const theirs = await buildConnection(api.stranger);
  for (const id of [newId(), theirs.id]) {
    expect((await api.as.owner.get(`/integrations/connections/${id}`)).status).toBe(404);
    expect((await api.as.owner.post(`/integrations/connections/${id}:test`)).status).toBe(404);
    expect((await api.as.owner.post(`/integrations/${id}/sync?kind=roster`)).status).toBe(404);
  }
});

test('without credentials it is in error (READINGS 46), and neither read nor tested', async () => {
  const made = await api.as.admin.post('/integrations/connections', { provider_id: PAYFIT_ID, status: 'connected' });
  expect(made.body).toMatchObject({ status: 'error', error: 'credentials_missing', has_credentials: false });
  expect((await api.as.admin.post(`${path(made.body)}:test`)).status).toBe(409);
  const sync = await api.as.admin.post(`/integrations/${made.body.id}/sync?kind=roster`);
  expect([sync.status, sync.body['connection_error']]).toEqual([409, 'credentials_missing']);
});

test('posting again changes the one connection; a stale tag is 412', async () => {
  const first = await api.as.admin.post('/integrations/connections', { provider_id: PAYFIT_ID });
  const again = await api.as.admin.post('/integrations/connections', {
    provider_id: PAYFIT_ID,
    credentials: { api_key: KEY },
  });
  expect(again.status).toBe(201);
  expect(again.body).toMatchObject({ id: first.body.id, status: 'connected', error: null, has_credentials: true });
  expect((await api.as.admin.get('/integrations/connections')).body.total).toBe(1);
  const stale = await api.as.admin.patch(path(first.body), { status: 'revoked' }, { 'If-Match': '"1"' });
  expect(stale.status).toBe(412);
  const revoked = await api.as.admin.patch(path(first.body), { status: 'revoked' }, { 'If-Match': '"2"' });
  expect(revoked.body).toMatchObject({ status: 'revoked', has_credentials: false, credentials_set_at: null });
});

test('secrets are in no answer, no audit entry, no event and not in clear in the table', async () => {
  const connection = await buildConnection(api.as.admin, { credentials: { api_key: KEY }, webhook_secret: SIGNING });
  expect(connection).toMatchObject({ has_credentials: true, has_webhook_secret: true });
  await api.as.admin.patch(path(connection), { credentials: { api_key: `${KEY}-2` } });
  await api.as.admin.put(`${path(connection)}/schedule`, {
    cron: '0 6 * * *',
    timezone: 'Europe/Paris',
    kinds: ['full'],
    enabled: true,
  });
  const answers = [await api.as.admin.get('/integrations/connections'), await api.as.admin.get('/audit-events')];
  for (const table of ['connections', 'audit_events', 'outbox', 'idempotency_keys']) {
    const rows: unknown = await api.database.admin(table).where({ organization_id: api.organizationId });
    answers.push({ ...(answers[0] as (typeof answers)[0]), text: JSON.stringify(rows) });
  }
  for (const { text } of answers) expect(text).not.toMatch(/canary|Y2FuYXJ5/);
  const stored = await api.database.admin('connections').where({ id: connection.id }).first<{ credentials: Buffer }>();
  expect(stored.credentials.includes('canary')).toBe(false);
  const clear = api.container.keyRing.decrypt(stored.credentials, `${api.organizationId}/${connection.id}/credentials`);
  expect(JSON.parse(clear)).toEqual({ apiKey: `${KEY}-2` });
});

test('stored secrets come under a new key, once; then the old key is not needed', async () => {
  const connection = await buildConnection(api.as.admin, { credentials: { api_key: KEY }, webhook_secret: SIGNING });
  const [oldKey] = api.container.config.dataKeys;
  const newKey = randomBytes(32);
  const ring = new KeyRing([newKey, oldKey ?? newKey]);
  for (const place of connectionSecretColumns) {
    expect(await reencrypt(api.database.admin, ring, place)).toBeGreaterThanOrEqual(1);
    expect(await reencrypt(api.database.admin, ring, place)).toBe(0);
  }
  const row = await api.database.admin('connections').where({ id: connection.id }).first<{ credentials: Buffer }>();
  const context = `${api.organizationId}/${connection.id}/credentials`;
  expect(JSON.parse(new KeyRing([newKey]).decrypt(row.credentials, context))).toEqual({ apiKey: KEY });
});

test('a schedule is kept, answered and announced; providers say what they can', async () => {
  const connection = await buildConnection(api.as.admin);
  const schedule = { cron: '30 5 * * 1-5', timezone: 'Europe/Paris', kinds: ['roster', 'absences'], enabled: true };
  const answer = await api.as.admin.put(`${path(connection)}/schedule`, schedule);
  expect([answer.status, answer.body['schedule']]).toEqual([200, schedule]);
  const { audited, emitted } = await eventsOf(api, connection.id);
  expect(audited).toEqual(['connection.created', 'connection.scheduled']);
  expect(emitted).toEqual(['connection.created', 'connection.scheduled']);
  const providers = (await api.as.admin.get('/integrations/providers')).body.items;
  expect(providers.map((one) => one['provider_key'])).toEqual(['payfit', 'gryzzly', 'ticket_resto']);
  expect(providers[1]?.['capabilities']).toMatchObject({ sync_kinds: ['roster', 'absences', 'timesheets', 'full'] });
});

test('a provider without an adapter is tested as not supported', async () => {
  const connection = await buildConnection(api.as.admin, { provider_id: TICKET_RESTO_ID });
  const answer = await api.as.admin.post(`${path(connection)}:test`);
  expect([answer.status, answer.body]).toMatchObject([200, { ok: false, error: 'not_supported' }]);
});

test('deleting ends its syncs and its secrets; the provider can be connected anew', async () => {
  const connection = await buildConnection(api.as.admin, { credentials: { api_key: KEY } });
  const run = await api.as.admin.post(`/integrations/${connection.id}/sync?kind=roster`);
  expect((await api.as.admin.delete(path(connection))).status).toBe(204);
  expect((await api.as.admin.get(path(connection))).status).toBe(404);
  expect((await api.as.admin.get(`/sync-runs/${run.body.run_id}`)).body.state).toBe('cancelled');
  const row = await api.database.admin('connections').where({ id: connection.id }).first<{ credentials: null }>();
  expect(row.credentials).toBeNull();
  expect((await buildConnection(api.as.admin)).id).not.toBe(connection.id);
});
