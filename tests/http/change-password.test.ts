/** A new password by who knows the old one. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { FAILURES_PER_ACCOUNT } from '../../src/platform/login-throttle';
import { buildAccount, logIn, PASSWORD, signInWithPassword } from '../support/accounts';
import { startApi, type TestApi } from '../support/api';
import { eventsOf } from '../support/resources';
import { untilWaiting } from '../support/until-waiting';

const NEW_PASSWORD = 'an even better battery';
let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const change = { current_password: PASSWORD, new_password: NEW_PASSWORD };

test('401 without a token', async () => {
  expect((await api.anonymous.post('/auth/change-password', change)).status).toBe(401);
});

test.each([
  [{}, ['/current_password', '/new_password']],
  [{ ...change, new_password: 'short' }, ['/new_password']],
  [{ ...change, new_password: 'x'.repeat(1_001) }, ['/new_password']],
  [{ ...change, user_id: 'x' }, ['/user_id']],
])('400 for %j names %j', async (body, pointers) => {
  const answer = await api.as.viewer.post('/auth/change-password', body);
  expect(answer.status).toBe(400);
  expect(answer.body.errors.map(({ pointer }) => pointer)).toEqual(pointers);
});

test('400 for a wrong current password: nothing changes, nobody is signed out', async () => {
  const { email, userId } = await buildAccount(api);
  const { client } = await signInWithPassword(api, email);
  const answer = await client.post('/auth/change-password', { ...change, current_password: 'wrong' });
  expect([answer.status, answer.body.errors]).toEqual([
    400,
    [{ pointer: '/current_password', code: 'wrong_password', message: expect.any(String) }],
  ]);
  expect((await client.get('/me')).status).toBe(200);
  expect((await logIn(api, email)).status).toBe(200);
  expect(await eventsOf(api, userId)).toEqual({ audited: [], emitted: [] });
});

test('guessing by a session counts as failed logins', async () => {
  const { email } = await buildAccount(api);
  const { client } = await signInWithPassword(api, email);
  const guess = { ...change, current_password: 'wrong' };
  for (let time = 0; time < FAILURES_PER_ACCOUNT; time += 1) {
    expect((await client.post('/auth/change-password', guess)).status).toBe(400);
  }
  expect((await client.post('/auth/change-password', change)).status).toBe(429);
  expect((await logIn(api, email)).status).toBe(429);
});

test('204: the new password signs in, the old one does not, every session of every organisation is over', async () => {
  const { email, userId } = await buildAccount(api, {
    organizationIds: [api.organizationId, api.strangerOrganizationId],
  });
  const elsewhere = await signInWithPassword(api, email, { org_id: api.strangerOrganizationId });
  const here = await signInWithPassword(api, email, { org_id: api.organizationId });
  const answer = await here.client.post('/auth/change-password', change);
  expect([answer.status, answer.text]).toEqual([204, '']);
  for (const { client, refreshToken } of [elsewhere, here]) {
    expect((await client.get('/me')).status).toBe(401);
    expect((await api.anonymous.post('/auth/refresh', { refresh_token: refreshToken })).status).toBe(401);
  }
  expect((await logIn(api, email)).status).toBe(401);
  expect((await logIn(api, email, { password: NEW_PASSWORD })).status).toBe(200);
  expect((await api.as.viewer.get('/me')).status).toBe(200);

  expect(await eventsOf(api, userId)).toEqual({ audited: ['user.password_changed'], emitted: [] });
  const audited = await api.as.owner.get(`/audit-events?entity_id=${userId}`);
  expect(audited.body.items).toMatchObject([{ entity_type: 'user', actor_id: userId, before: null, after: null }]);
});

test('a login with the old password that opens beside the change does not outlive it', async () => {
  const { email, userId } = await buildAccount(api);
  const { client } = await signInWithPassword(api, email);
  const { admin } = api.database;
  // The login has judged the password and holds the user; the change waits for it, and ends what it opened.
  const holder = await admin.transaction();
  await holder('memberships').where({ user_id: userId }).update({ last_entered_at: new Date() });
  const login = logIn(api, email);
  await untilWaiting(api.database, 1);
  const changing = client.post('/auth/change-password', change);
  await untilWaiting(api.database, 2);
  await holder.commit();
  const [opened, changed] = await Promise.all([login, changing]);
  expect([opened.status, changed.status]).toEqual([200, 204]);
  const { refresh_token } = opened.body;
  expect((await api.anonymous.post('/auth/refresh', { refresh_token })).status).toBe(401);
});

test('of two changes at once one is made, the other is told that the password is another one now', async () => {
  const { email, userId } = await buildAccount(api);
  const { client } = await signInWithPassword(api, email);
  const holder = await api.database.admin.transaction();
  await holder('users').where({ id: userId }).forUpdate();
  const changes = [NEW_PASSWORD, 'another good password'].map((new_password) =>
    client.post('/auth/change-password', { ...change, new_password }),
  );
  await untilWaiting(api.database, 2);
  await holder.commit();
  const statuses = (await Promise.all(changes)).map(({ status }) => status);
  expect(statuses.sort()).toEqual([204, 400]);
});
