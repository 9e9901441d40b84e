/** Joining by an invitation: newcomers, people who have an account, and links that open nothing. */
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { FAILURES_PER_ACCOUNT } from '../../src/platform/login-throttle';
import { buildAccount, logIn, PASSWORD } from '../support/accounts';
import { startApi, type AnswerBody, type ApiAnswer, type TestApi } from '../support/api';
import { buildInvitation, eventsOf } from '../support/resources';

const NEW_PASSWORD = 'chosen by the newcomer';
let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterEach(() => api.clock.reset());
afterAll(() => api.close());

const tokenOf = (invited: AnswerBody): string =>
  new URL(String(invited['invitation_url'])).searchParams.get('token') ?? '';
const accept = (token: string, fields: object = {}): Promise<ApiAnswer> =>
  api.anonymous.post('/auth/accept-invitation', { token, full_name: 'Ana Lira', password: NEW_PASSWORD, ...fields });
const refusalOf = ({ status, body }: ApiAnswer): unknown[] => [status, body.code, body.errors[0]?.pointer];

test('a newcomer joins with a name and a password, is signed in and can sign in again', async () => {
  const invited = await buildInvitation(api.as.admin, { role: 'manager', person_id: null });
  const answer = await accept(tokenOf(invited));
  expect(answer.status).toBe(200);
  expect(answer.body).toMatchObject({
    token_type: 'bearer',
    user: { email: invited['email'], full_name: 'Ana Lira', org_id: api.organizationId, roles: ['manager'] },
  });
  expect((await logIn(api, String(invited['email']), { password: NEW_PASSWORD })).status).toBe(200);
  const member = (await api.as.admin.get(`/members/${invited.id}`)).body;
  expect(member).toMatchObject({ state: 'active', full_name: 'Ana Lira', invitation_expires_at: null });
  expect(member.version).toBe(2);
  expect(await eventsOf(api, invited.id)).toEqual({
    audited: ['member.invited', 'member.joined'],
    emitted: ['member.invited', 'member.joined'],
  });
});

test('who has an account enters with its password and belongs to both organisations', async () => {
  const { email, userId } = await buildAccount(api, { organizationIds: [api.strangerOrganizationId] });
  const token = tokenOf(await buildInvitation(api.as.admin, { email }));
  const answer = await accept(token, { password: PASSWORD });
  expect(answer.status).toBe(200);
  const user = answer.body['user'] as { id: string; full_name: string; org_id: string; organizations: unknown[] };
  expect(user).toMatchObject({ id: userId, full_name: 'Some User', org_id: api.organizationId });
  expect(user.organizations).toHaveLength(2);
});

test('the link alone opens nobody’s account: a wrong password is refused, counted, and joins nothing', async () => {
  const { email } = await buildAccount(api, { organizationIds: [api.strangerOrganizationId] });
  const invited = await buildInvitation(api.as.admin, { email });
  for (let time = 0; time < FAILURES_PER_ACCOUNT; time += 1) {
    expect(refusalOf(await accept(tokenOf(invited)))).toEqual([401, 'invalid_credentials', undefined]);
  }
  expect((await accept(tokenOf(invited), { password: PASSWORD })).status).toBe(429);
  expect((await api.as.admin.get(`/members/${invited.id}`)).body.state).toBe('invited');
});

test('400 names what a newcomer lacks, and nothing is spent', async () => {
  const token = tokenOf(await buildInvitation(api.as.admin));
  expect(refusalOf(await accept(token, { password: undefined }))).toEqual([400, 'validation_failed', '/password']);
  expect(refusalOf(await accept(token, { password: 'short' }))).toEqual([400, 'validation_failed', '/password']);
  expect(refusalOf(await accept(token, { full_name: undefined }))).toEqual([400, 'validation_failed', '/full_name']);
  expect((await accept(token)).status).toBe(200);
});

test('links that open nothing are alike: invented, used, expired, replaced, taken back, of an organisation given up', async () => {
  const used = tokenOf(await buildInvitation(api.as.admin));
  await accept(used);
  const replaced = await buildInvitation(api.as.admin);
  api.clock.advance(1_000);
  await api.as.admin.post(`/members/${replaced.id}:resend`);
  const takenBack = await buildInvitation(api.as.admin);
  await api.as.admin.delete(`/members/${takenBack.id}`);
  const { id: organizationId } = await api.factory.organization();
  const owner = await api.signIn({ role: 'owner', organizationId });
  const orphaned = await buildInvitation(owner);
  await owner.delete(`/orgs/${organizationId}`);
  const expired = await buildInvitation(api.as.admin);
  const dead = [used, tokenOf(replaced), tokenOf(takenBack), tokenOf(orphaned), 'x'.repeat(43)];
  const answers = await Promise.all(dead.map((token) => accept(token)));
  api.clock.advance(7 * 24 * 3_600_000);
  answers.push(await accept(tokenOf(expired)));
  expect(answers.map(refusalOf)).toEqual(answers.map(() => [400, 'validation_failed', '/token']));
  expect(new Set(answers.map(({ body }) => body.detail)).size).toBe(1);
});

test('of two who accept at once one joins, the other is told that the link opens nothing', async () => {
  const token = tokenOf(await buildInvitation(api.as.admin));
  const answers = await Promise.all([accept(token), accept(token)]);
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 400]);
  const refused = answers.filter(({ status }) => status === 400);
  expect(refused.map(refusalOf)).toEqual([[400, 'validation_failed', '/token']]);
});

test('an account that was removed meanwhile comes back as a member of the role it is invited with', async () => {
  const { email, userId } = await buildAccount(api, { role: 'admin' });
  const row = await api.database.admin('memberships').where({ user_id: userId }).first<{ id: string }>();
  await api.as.owner.delete(`/members/${row.id}`);
  expect((await logIn(api, email)).status).toBe(401);
  const token = tokenOf(await buildInvitation(api.as.admin, { email, role: 'viewer' }));
  const answer = await accept(token, { password: PASSWORD });
  expect([answer.status, (answer.body['user'] as { roles: string[] }).roles]).toEqual([200, ['viewer']]);
});
