/** Into another organisation without signing in again. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { newId } from '../../src/shared/ids';
import { bearer, buildAccount, PASSWORD, signInWithPassword } from '../support/accounts';
import { startApi, type TestApi } from '../support/api';
import { untilWaiting } from '../support/until-waiting';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

async function buildTraveller(): Promise<{ email: string; userId: string }> {
  return buildAccount(api, { organizationIds: [api.organizationId, api.strangerOrganizationId], role: 'admin' });
}

test('401 without a token', async () => {
  const answer = await api.anonymous.post('/auth/switch-organization', { org_id: api.organizationId });
  expect(answer.status).toBe(401);
});

test.each([
  [{}, '/org_id'],
  [{ org_id: 'theirs' }, '/org_id'],
  [{ org_id: newId(), role: 'owner' }, '/role'],
])('400 for %j names %s', async (body, pointer) => {
  const answer = await api.as.viewer.post('/auth/switch-organization', body);
  expect([answer.status, answer.body.errors.map((error) => error.pointer)]).toEqual([400, [pointer]]);
});

test('an organisation of somebody else is answered like an unknown one, and so is one I have left', async () => {
  const { email, userId } = await buildTraveller();
  const { client } = await signInWithPassword(api, email, { org_id: api.organizationId });
  const membership = { user_id: userId, organization_id: api.strangerOrganizationId };
  await api.database.admin('memberships').where(membership).update({ deleted_at: new Date() });
  const other = (await api.factory.organization()).id;
  const seen = [];
  for (const org_id of [newId(), other, api.strangerOrganizationId]) {
    const { status, body } = await client.post('/auth/switch-organization', { org_id });
    seen.push({ status, code: body.code, errors: body.errors });
  }
  expect(seen[0]).toMatchObject({ status: 400, code: 'reference_not_found', errors: [{ pointer: '/org_id' }] });
  expect(seen.slice(1)).toEqual([seen[0], seen[0]]);
});

test('200: a pair for the other organisation; the first session goes on; the next login enters the other one', async () => {
  const { email } = await buildTraveller();
  const { client, refreshToken } = await signInWithPassword(api, email, { org_id: api.organizationId });
  const answer = await client.post('/auth/switch-organization', { org_id: api.strangerOrganizationId });
  expect(answer.status).toBe(200);
  expect(answer.body).toMatchObject({ token_type: 'bearer', user: { email, org_id: api.strangerOrganizationId } });
  const there = bearer(api, answer.body.access_token);
  expect((await there.get('/me')).body).toMatchObject({ org_id: api.strangerOrganizationId, roles: ['admin'] });
  const team = await there.post('/teams', { name: 'Over there' });
  expect(team.body).toMatchObject({ org_id: api.strangerOrganizationId });
  expect((await client.get(`/teams/${team.body.id}`)).status).toBe(404);
  const { refresh_token } = answer.body;
  const carried = await api.anonymous.post('/auth/refresh', { refresh_token });
  expect(carried.body['user']).toMatchObject({ org_id: api.strangerOrganizationId });
  expect((await api.anonymous.post('/auth/refresh', { refresh_token: refreshToken })).status).toBe(200);
  const next = await api.anonymous.post('/auth/login', { email, password: PASSWORD });
  expect(next.body['user']).toMatchObject({ org_id: api.strangerOrganizationId });
});

test('tokens are never stored for an Idempotency-Key', async () => {
  const { email, userId } = await buildTraveller();
  const { client } = await signInWithPassword(api, email);
  const body = { org_id: api.organizationId };
  const key = { 'Idempotency-Key': newId() };
  const [one, two] = [
    await client.post('/auth/switch-organization', body, key),
    await client.post('/auth/switch-organization', body, key),
  ];
  expect([one.status, two.status]).toEqual([200, 200]);
  expect(two.body.refresh_token).not.toBe(one.body.refresh_token);
  expect(await api.database.admin('idempotency_keys').where({ user_id: userId })).toEqual([]);
});

test('401 when the password was changed while the switch was under way: nothing is opened', async () => {
  const { email, userId } = await buildTraveller();
  const { client } = await signInWithPassword(api, email);
  const changer = await api.database.admin.transaction();
  await changer('users').where({ id: userId }).update({ password_hash: 'another' });
  const switching = client.post('/auth/switch-organization', { org_id: api.organizationId });
  await untilWaiting(api.database, 1);
  await changer('sessions').where({ user_id: userId }).update({ revoked_at: new Date() });
  await changer.commit();
  expect((await switching).status).toBe(401);
  expect(await api.database.admin('sessions').where({ user_id: userId, revoked_at: null })).toEqual([]);
});
