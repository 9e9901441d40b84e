/** Where am I signed in, and end that one. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { newId } from '../../src/shared/ids';
import { buildAccount, signInWithPassword } from '../support/accounts';
import { startApi, type TestApi } from '../support/api';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterEach(() => api.clock.reset());
afterAll(() => api.close());

describe('the list', () => {
  test('has my live sessions of every organisation, newest first, and says which one asks', async () => {
    const { email } = await buildAccount(api, { organizationIds: [api.organizationId, api.strangerOrganizationId] });
    await signInWithPassword(api, email, { org_id: api.strangerOrganizationId });
    const { client } = await signInWithPassword(api, email, { org_id: api.organizationId });
    const answer = await client.get('/auth/sessions');
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ total: 2, next_cursor: null });
    expect(answer.body.items).toMatchObject([
      { org_id: api.organizationId, is_current: true },
      { org_id: api.strangerOrganizationId, is_current: false },
    ]);
    expect(answer.body.items[0]).toEqual({
      id: expect.any(String),
      org_id: api.organizationId,
      device: 'node',
      address: expect.stringContaining('127.0.0.1'),
      created_at: expect.any(String),
      last_used_at: expect.any(String),
      expires_at: expect.any(String),
      is_current: true,
    });
  });

  test('has neither ended sessions nor those of others; a refresh is a use', async () => {
    const { email } = await buildAccount(api);
    const ended = await signInWithPassword(api, email);
    await ended.client.post('/auth/logout', { refresh_token: ended.refreshToken });
    await signInWithPassword(api, (await buildAccount(api)).email);
    const { client, refreshToken } = await signInWithPassword(api, email);
    const [before] = (await client.get('/auth/sessions')).body.items;
    api.clock.advance(60_000);
    await api.anonymous.post('/auth/refresh', { refresh_token: refreshToken });
    const { items } = (await client.get('/auth/sessions')).body;
    expect(items.map(({ id }) => id)).toEqual([before?.id]);
    expect(Date.parse(String(items[0]?.['last_used_at']))).toBeGreaterThan(
      Date.parse(String(before?.['last_used_at'])) + 50_000,
    );
    expect(items[0]?.['created_at']).toBe(before?.['created_at']);
  });

  test('is paged, by cursor too', async () => {
    const { email } = await buildAccount(api);
    for (let time = 0; time < 3; time += 1) await signInWithPassword(api, email);
    const { client } = await signInWithPassword(api, email);
    const whole = (await client.get('/auth/sessions')).body.items.map(({ id }) => id);
    const first = (await client.get('/auth/sessions?page_size=3')).body;
    const rest = (await client.get(`/auth/sessions?page_size=3&cursor=${first.next_cursor ?? ''}`)).body;
    expect([...first.items, ...rest.items].map(({ id }) => id)).toEqual(whole);
    expect([first.total, rest.total, rest.next_cursor]).toEqual([4, 4, null]);
    const second = (await client.get('/auth/sessions?page_size=3&page=2')).body;
    expect(second.items.map(({ id }) => id)).toEqual(whole.slice(3));
  });

  test.each(['cursor=nonsense', 'page_size=0', 'modified_since=2026-01-01T00:00:00Z'])('400: %s', async (query) => {
    const answer = await api.as.viewer.get(`/auth/sessions?${query}`);
    expect([answer.status, answer.body.errors[0]?.pointer]).toEqual([400, `/query/${query.split('=')[0] ?? ''}`]);
  });
});

describe('ending one', () => {
  test('204: its tokens are good for nothing at once, in whatever organisation; the others go on', async () => {
    const { email } = await buildAccount(api, { organizationIds: [api.organizationId, api.strangerOrganizationId] });
    const lost = await signInWithPassword(api, email, { org_id: api.strangerOrganizationId });
    const { client, refreshToken } = await signInWithPassword(api, email, { org_id: api.organizationId });
    const [, { id } = { id: '' }] = (await client.get('/auth/sessions')).body.items;
    const answer = await client.delete(`/auth/sessions/${id}`);
    expect([answer.status, answer.text]).toEqual([204, '']);
    expect((await lost.client.get('/me')).status).toBe(401);
    expect((await api.anonymous.post('/auth/refresh', { refresh_token: lost.refreshToken })).status).toBe(401);
    expect((await client.get('/me')).status).toBe(200);
    expect((await api.anonymous.post('/auth/refresh', { refresh_token: refreshToken })).status).toBe(200);
    expect((await client.delete(`/auth/sessions/${id}`)).status).toBe(404);
  });

  test('404 for one of a colleague, also to an owner, and for an unknown one; it lives on', async () => {
    for (const id of [api.as.member.sessionId, newId(), 'mine']) {
      const answer = await api.as.owner.delete(`/auth/sessions/${id}`);
      expect([answer.status, answer.body.code]).toEqual([404, 'not_found']);
    }
    expect((await api.as.member.get('/me')).status).toBe(200);
  });
});
