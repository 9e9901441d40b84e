/** API tokens over HTTP: shown once, never more than their maker, gone at once. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { newApiToken } from '../../src/access/api-token';
import { newId } from '../../src/shared/ids';
import { ApiClient, startApi, type SignedIn, type TestApi } from '../support/api';
import { buildApiToken, buildPerson, eventsOf } from '../support/resources';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterEach(() => api.clock.reset());
afterAll(() => api.close());

const by = (secret: unknown): ApiClient => new ApiClient(api.origin, { Authorization: `Bearer ${String(secret)}` });

/** Sends by a token that `maker` just made. */
async function tokenOf(maker: ApiClient, fields: object = {}): Promise<ApiClient & { id: string }> {
  const { id, secret } = (await buildApiToken(maker, { ...fields })) as unknown as { id: string; secret: string };
  return Object.assign(by(secret), { id });
}

describe('refusals, in order', () => {
  test('401 without a token', async () => {
    expect((await api.anonymous.get('/api-tokens')).status).toBe(401);
    expect((await api.anonymous.post('/api-tokens', {})).status).toBe(401);
  });

  test.each([
    [{ name: '' }, '/name'],
    [{ scopes: [] }, '/scopes'],
    [{ scopes: ['person.destroy'] }, '/scopes/0'],
    [{ scopes: ['read', '*'] }, '/scopes/1'],
    [{ expires_at: '2020-01-01T00:00:00Z' }, '/expires_at'],
    [{ expires_at: 'soon' }, '/expires_at'],
    [{ role: 'owner' }, '/role'],
  ])('400 for %j names %s', async (change, pointer) => {
    const answer = await api.as.member.post('/api-tokens', { name: 'ci', scopes: ['read'], ...change });
    expect([answer.status, answer.body.errors[0]?.pointer]).toEqual([400, pointer]);
  });

  test('404 for an unknown one, one of another organisation, and somebody else’s that I may not see', async () => {
    const foreign = await buildApiToken(api.stranger);
    const theirs = await buildApiToken(api.as.manager);
    for (const id of [newId(), foreign.id, theirs.id]) {
      expect((await api.as.member.delete(`/api-tokens/${id}`)).status).toBe(404);
    }
    expect((await api.as.admin.delete(`/api-tokens/${foreign.id}`)).status).toBe(404);
  });

  test('403 for an admin who revokes an owner’s; an owner may', async () => {
    const { id } = await buildApiToken(api.as.owner);
    expect((await api.as.admin.delete(`/api-tokens/${id}`)).status).toBe(403);
    expect((await api.as.owner.delete(`/api-tokens/${id}`)).status).toBe(204);
  });
});

describe('making and listing', () => {
  test('the secret is in this answer and nowhere else', async () => {
    const expires_at = '2100-01-01T00:00:00.000Z';
    const answer = await api.as.member.post('/api-tokens', { name: 'ci', scopes: ['write', 'write'], expires_at });
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      name: 'ci',
      scopes: ['write'],
      expires_at,
      last_used_at: null,
      user_id: api.as.member.userId,
      secret: expect.stringMatching(/^pc_[\w-]{86}$/),
    });
    const { id } = answer.body;
    expect(await eventsOf(api, id)).toEqual({ audited: ['api_token.created'], emitted: [] });
    const secret = String(answer.body['secret']);
    for (const table of ['api_tokens', 'audit_events', 'idempotency_keys', 'outbox']) {
      const rows = await api.database.admin
        .select()
        .from(`${table} as t`)
        .whereRaw('t::text like ?', [`%${secret}%`]);
      expect([table, rows]).toEqual([table, []]);
    }
    expect((await api.as.member.get('/api-tokens')).text).not.toContain('pc_');
  });

  test('a repeated Idempotency-Key makes one token and does not show it again', async () => {
    const headers = { 'Idempotency-Key': newId() };
    const body = { name: 'once', scopes: ['read'] };
    const first = await api.as.member.post('/api-tokens', body, headers);
    const again = await api.as.member.post('/api-tokens', body, headers);
    expect([again.status, again.body.id, again.body['secret']]).toEqual([201, first.body.id, null]);
  });

  test('I see mine; an admin sees everybody’s and revokes one', async () => {
    const { id } = await tokenOf(api.as.viewer);
    const ids = async (who: SignedIn, query = ''): Promise<string[]> =>
      (await who.get(`/api-tokens?page_size=100${query}`)).body.items.map((item) => item.id);
    expect(await ids(api.as.viewer)).toEqual([id]);
    expect(await ids(api.as.member)).not.toContain(id);
    expect(await ids(api.as.admin)).toContain(id);
    expect(await ids(api.as.admin, `&user_id=${api.as.viewer.userId}`)).toEqual([id]);
    expect((await api.as.admin.delete(`/api-tokens/${id}`)).status).toBe(204);
    expect(await ids(api.as.viewer)).toEqual([]);
    expect((await eventsOf(api, id)).audited).toEqual(['api_token.created', 'api_token.revoked']);
  });
});

describe('what a token is good for', () => {
  test.each<[string[], number, number, number]>([
    [['read'], 200, 403, 403],
    [['write'], 200, 201, 201],
    [['person.read'], 200, 403, 403],
    [['person.write'], 403, 201, 403],
    [['person.read', 'team.write'], 200, 403, 201],
  ])('%j: GET /people %i, POST /people %i, POST /teams %i', async (scopes, get, people, teams) => {
    const token = await tokenOf(api.as.admin, { scopes });
    expect((await token.get('/people')).status).toBe(get);
    expect((await token.post('/people', { full_name: 'By a token' })).status).toBe(people);
    expect((await token.post('/teams', { name: newId() })).status).toBe(teams);
  });

  test('never more than its maker: not above their role, and less as soon as they are', async () => {
    const maker = await api.signIn({ role: 'admin', organizationId: api.organizationId });
    const token = await tokenOf(maker, { scopes: ['write'] });
    expect((await token.post('/teams', { name: newId() })).status).toBe(201);
    await api.database.admin('memberships').where({ user_id: maker.userId }).update({ role: 'viewer' });
    const refused = await token.post('/teams', { name: newId() });
    expect([refused.status, refused.body['permission']]).toEqual([403, 'team.write']);
    expect((await token.get('/teams')).status).toBe(200);
    expect(
      (await (await tokenOf(api.as.viewer, { scopes: ['write', 'team.write'] })).post('/teams', { name: 'x' })).status,
    ).toBe(403);
  });

  test('record rules are its maker’s: a member’s token asks for their own leave, not for that of others', async () => {
    const token = await tokenOf(api.as.member, { scopes: ['write'] });
    const { key } = await api.factory.absenceType({ organization_id: api.organizationId });
    const leave = { type: key, start_date: '2027-03-01', end_date: '2027-03-01' };
    const other = await buildPerson(api.as.admin);
    expect((await token.post('/absences', { ...leave, person_id: other.id })).status).toBe(403);
    expect((await token.post('/absences', { ...leave, person_id: api.as.member.personId })).status).toBe(201);
  });

  test('the audit log says that a token did it', async () => {
    const person = await (
      await tokenOf(api.as.admin, { scopes: ['write'] })
    ).post('/people', { full_name: 'By a token' });
    const { items } = (await api.as.admin.get(`/audit-events?entity_id=${person.body.id}`)).body;
    expect(items[0]).toMatchObject({ actor_kind: 'token', actor_id: api.as.admin.userId });
  });

  test('it can not do what only somebody who is signed in may, even with every scope', async () => {
    const token = await tokenOf(api.as.owner, { scopes: ['write'] });
    const refusals = await Promise.all([
      token.post('/api-tokens', { name: 'more', scopes: ['read'] }),
      token.get('/api-tokens'),
      token.delete(`/api-tokens/${token.id}`),
      token.get('/auth/sessions'),
      token.delete(`/auth/sessions/${api.as.owner.sessionId}`),
      token.post('/auth/change-password', { current_password: 'x', new_password: 'long enough' }),
      token.post('/auth/switch-organization', { org_id: api.organizationId }),
      token.post('/auth/logout', { refresh_token: 'x' }),
      token.post('/orgs', { name: 'Mine' }),
    ]);
    expect(refusals.map(({ status }) => status)).toEqual(refusals.map(() => 403));
  });

  test('it knows who it is, in its own organisation alone', async () => {
    const { email, userId } = await accountInBoth();
    const maker = await api.signIn({ role: 'member', organizationId: api.organizationId, userId });
    const token = await tokenOf(maker);
    const me = await token.get('/me');
    expect(me.body).toMatchObject({ email, org_id: api.organizationId, organizations: [{ id: api.organizationId }] });
    expect((await token.get(`/orgs/${api.organizationId}`)).status).toBe(200);
    expect((await token.get(`/orgs/${api.strangerOrganizationId}`)).status).toBe(404);
  });
});

describe('the end of a token', () => {
  test('revoked, expired, invented, altered, of a user who is gone: 401', async () => {
    const revoked = await tokenOf(api.as.member);
    await api.as.member.delete(`/api-tokens/${revoked.id}`);
    const expired = await tokenOf(api.as.member, { expires_at: '2100-01-01T00:00:00Z' });
    await api.database
      .admin('api_tokens')
      .where({ id: expired.id })
      .update({ expires_at: new Date(Date.now() - 1) });
    const { id, secret } = (await buildApiToken(api.as.member)) as unknown as { id: string; secret: string };
    const altered = by(`${secret.slice(0, -2)}${secret.endsWith('AA') ? 'BB' : 'AA'}`);
    const invented = by(newApiToken(api.organizationId, id));
    const elsewhere = by(newApiToken(api.strangerOrganizationId, id));
    const gone = await api.signIn({ role: 'member', organizationId: api.organizationId });
    const orphan = await tokenOf(gone);
    await api.database.admin('users').where({ id: gone.userId }).update({ deleted_at: new Date() });
    for (const client of [revoked, expired, altered, invented, elsewhere, orphan, by('pc_x'), by('pc_')]) {
      const answer = await client.get('/people');
      expect([answer.status, answer.body.code]).toEqual([401, 'unauthenticated']);
    }
  });
});

describe('last used', () => {
  test('is noted, also for a refused and a dry request, at most once a minute', async () => {
    const token = await tokenOf(api.as.viewer);
    const lastUsed = async (): Promise<string | null> =>
      (await api.as.viewer.get('/api-tokens')).body.items.find(({ id }) => id === token.id)?.['last_used_at'] as
        string | null;
    expect(await lastUsed()).toBeNull();
    expect((await token.post('/people', { full_name: 'No' })).status).toBe(403);
    const first = await lastUsed();
    expect(first).not.toBeNull();
    await token.get('/people');
    expect(await lastUsed()).toBe(first);
    const earlier = new Date(Date.now() - 120_000);
    await api.database.admin('api_tokens').where({ id: token.id }).update({ last_used_at: earlier });
    await token.get('/people');
    expect(await lastUsed()).toBe(earlier.toISOString());
    api.clock.advance(61_000);
    await token.get('/people');
    expect(Date.parse((await lastUsed()) ?? '')).toBeGreaterThan(earlier.getTime() + 60_000);
  });
});

test('the requests of a token count for it, for its user and for its organisation', async () => {
  const limited = await startApi({ environment: { RATE_LIMIT_PER_TOKEN: '3' } });
  try {
    const { secret } = (await buildApiToken(limited.as.owner)) as unknown as { secret: string };
    const token = new ApiClient(limited.origin, { Authorization: `Bearer ${secret}` });
    const answers = [];
    for (let time = 0; time < 5; time += 1) answers.push(await token.get('/people'));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 429]);
    expect(answers[1]?.headers.get('RateLimit-Policy')).toMatch(/name="token".*name="user".*name="organization"/s);
    expect((await limited.as.owner.get('/people')).status).toBe(200);
  } finally {
    await limited.close();
  }
});

async function accountInBoth(): Promise<{ email: string; userId: string }> {
  const { id: userId, email } = await api.factory.user();
  await api.factory.membership({ organization_id: api.strangerOrganizationId, user_id: userId });
  return { email, userId };
}
