/** Members over HTTP: who is invited by whom, who changes whom, and that whoever goes is out at once. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newId } from '../../src/shared/ids';
import { buildAccount, signInWithPassword } from '../support/accounts';
import { startApi, type AnswerBody, type ApiAnswer, type ApiClient, type TestApi } from '../support/api';
import { buildPerson, eventsOf, uniqueName } from '../support/resources';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const someEmail = (): string => `${uniqueName('guest').replace(' ', '-')}@example.com`;
const invite = (client: ApiClient, fields: object = {}): Promise<ApiAnswer> =>
  client.post('/members', { email: someEmail(), role: 'member', ...fields });

/** The member row of a user. */
async function memberOf(userId: string, organization_id = api.organizationId): Promise<AnswerBody> {
  const row = await api.database
    .admin('memberships')
    .where({ user_id: userId, organization_id })
    .first<{ id: string }>();
  return (await api.as.owner.get(`/members/${row.id}`)).body;
}

/** An organisation of its own with so many owners, since the last owner is another matter in each test. */
async function organizationWithOwners(count: number) {
  const { id: organizationId } = await api.factory.organization();
  const owners = await Promise.all(Array.from({ length: count }, () => api.signIn({ role: 'owner', organizationId })));
  const { items } = (await owners[0]!.get('/members')).body;
  const idOf = (userId: string): string => items.find((item) => item['user_id'] === userId)!.id;
  return { organizationId, owners, idOf };
}

describe('refusals, in order', () => {
  test('401 without a token; 403 for everybody below admin, whatever the body', async () => {
    expect((await api.anonymous.get('/members')).status).toBe(401);
    for (const role of ['manager', 'member', 'viewer'] as const) {
      expect((await api.as[role].get('/members')).status).toBe(403);
      expect((await api.as[role].post('/members', { nonsense: 1 })).status).toBe(403);
    }
  });

  test.each([
    [{ email: 'nobody' }, '/email'],
    [{ email: undefined }, '/email'],
    [{ role: 'king' }, '/role'],
    [{ person_id: 'x' }, '/person_id'],
    [{ person_id: newId() }, '/person_id'],
    [{ nonsense: 1 }, '/nonsense'],
  ])('400 for %j names %s', async (change, pointer) => {
    const answer = await invite(api.as.admin, change);
    expect([answer.status, answer.body.errors[0]?.pointer]).toEqual([400, pointer]);
  });

  test('404 for an unknown member and for one of another organisation', async () => {
    const foreign = (await invite(api.stranger)).body.id;
    for (const id of [newId(), foreign]) {
      expect((await api.as.owner.get(`/members/${id}`)).status).toBe(404);
      expect((await api.as.owner.patch(`/members/${id}`, { role: 'viewer' })).status).toBe(404);
      expect((await api.as.owner.post(`/members/${id}:resend`)).status).toBe(404);
      expect((await api.as.owner.delete(`/members/${id}`)).status).toBe(404);
    }
  });

  test('403 for an admin who makes, changes, removes or renews an owner', async () => {
    expect((await invite(api.as.admin, { role: 'owner' })).status).toBe(403);
    const owner = await memberOf(api.as.owner.userId);
    const member = await memberOf(api.as.member.userId);
    const invited = (await invite(api.as.owner, { role: 'owner' })).body;
    for (const refused of [
      api.as.admin.patch(`/members/${member.id}`, { role: 'owner' }),
      api.as.admin.patch(`/members/${owner.id}`, { role: 'admin' }),
      api.as.admin.patch(`/members/${owner.id}`, { state: 'deactivated' }),
      api.as.admin.delete(`/members/${owner.id}`),
      api.as.admin.post(`/members/${invited.id}:resend`),
      api.as.admin.delete(`/members/${invited.id}`),
    ]) {
      expect((await refused).status).toBe(403);
    }
  });

  test('409 for a member, for an open invitation, and for a person who is a member already', async () => {
    const { email } = await buildAccount(api);
    expect((await invite(api.as.admin, { email })).body).toMatchObject({ code: 'duplicate' });
    const first = await invite(api.as.admin);
    const again = await invite(api.as.admin, { email: String(first.body['email']).toUpperCase() });
    expect([again.status, again.body.code]).toEqual([409, 'duplicate']);
    const taken = await invite(api.as.admin, { person_id: api.as.member.personId });
    expect([taken.status, taken.body.code]).toEqual([409, 'duplicate']);
  });

  test('412 for a version that is not the stored one', async () => {
    const { id } = (await invite(api.as.admin)).body;
    const stale = { 'If-Match': '"7"' };
    expect((await api.as.admin.patch(`/members/${id}`, { role: 'viewer' }, stale)).status).toBe(412);
    expect((await api.as.admin.post(`/members/${id}:resend`, undefined, stale)).status).toBe(412);
    expect((await api.as.admin.delete(`/members/${id}`, stale)).status).toBe(412);
  });
});

describe('an invitation', () => {
  test('201 with the link; the audit log and the event hold nothing of it', async () => {
    const person = await buildPerson(api.as.admin);
    const email = someEmail();
    const answer = await invite(api.as.admin, { email: email.toUpperCase(), role: 'manager', person_id: person.id });
    expect(answer.status).toBe(201);
    expect(answer.headers.get('Location')).toBe(`/api/v1/members/${answer.body.id}`);
    expect(answer.body).toMatchObject({
      state: 'invited',
      email,
      role: 'manager',
      person_id: person.id,
      user_id: null,
      invited_by: api.as.admin.userId,
      invitation_url: expect.stringMatching(/^http:\/\/localhost:8000\/accept-invitation\?token=[\w-]{43}$/),
    });
    const url = new URL(String(answer.body['invitation_url']));
    const { audited, emitted } = await eventsOf(api, answer.body.id);
    expect([audited, emitted]).toEqual([['member.invited'], ['member.invited']]);
    const token = url.searchParams.get('token') ?? '';
    for (const table of ['audit_events', 'outbox', 'memberships']) {
      const rows = await api.database
        .admin(table)
        .whereRaw('t::text like ?', [`%${token}%`])
        .from(`${table} as t`);
      expect([table, rows]).toEqual([table, []]);
    }
    expect((await api.as.admin.get(`/members/${answer.body.id}`)).text).not.toContain('token=');
  });

  test('a repeated Idempotency-Key invites once and does not show the link again', async () => {
    const headers = { 'Idempotency-Key': newId() };
    const body = { email: someEmail(), role: 'viewer' };
    const first = await api.as.admin.post('/members', body, headers);
    const again = await api.as.admin.post('/members', body, headers);
    expect([again.status, again.body.id, again.body['invitation_url']]).toEqual([201, first.body.id, null]);
    const stored = await api.database
      .admin('idempotency_keys')
      .where({ key: headers['Idempotency-Key'] })
      .first<object>();
    expect(JSON.stringify(stored)).not.toContain('token=');
  });

  test('sent again it is another link, and another mail is on its way', async () => {
    const first = (await invite(api.as.admin)).body;
    api.clock.advance(1_000);
    const second = await api.as.admin.post(`/members/${first.id}:resend`);
    api.clock.reset();
    expect([second.status, second.body.version]).toEqual([200, 2]);
    expect(second.body['invitation_url']).not.toBe(first['invitation_url']);
    const mails = await api.database.admin('outbox').where({ entity_id: first.id, event_type: 'member.invited' });
    expect(mails.map((row: { entity_version: number }) => row.entity_version)).toEqual([1, 2]);
    const joined = await memberOf(api.as.member.userId);
    expect((await api.as.admin.post(`/members/${joined.id}:resend`)).status).toBe(409);
  });

  test('that expired, or was taken back, does not stand in the way of another', async () => {
    const email = someEmail();
    const { id } = (await invite(api.as.admin, { email })).body;
    api.clock.advance(8 * 24 * 3_600_000);
    const renewed = await invite(api.as.admin, { email, role: 'viewer' });
    api.clock.reset();
    expect([renewed.status, renewed.body.id, renewed.body['role']]).toEqual([201, id, 'viewer']);
    expect((await api.as.admin.delete(`/members/${id}`)).status).toBe(204);
    const anew = await invite(api.as.admin, { email });
    expect(anew.status).toBe(201);
    expect(anew.body.id).not.toBe(id);
  });

  test('can be given another role and person, but not be let in or shut out', async () => {
    const { id } = (await invite(api.as.admin)).body;
    const changed = await api.as.admin.patch(`/members/${id}`, { role: 'viewer', state: 'invited' });
    expect([changed.status, changed.body['role'], changed.body.state]).toEqual([200, 'viewer', 'invited']);
    for (const state of ['active', 'deactivated']) {
      expect((await api.as.admin.patch(`/members/${id}`, { state })).status).toBe(409);
    }
  });
});

describe('the list', () => {
  test('narrows by state and role and brings tombstones with modified_since', async () => {
    const { organizationId, owners } = await organizationWithOwners(1);
    const owner = owners[0]!;
    const gone = (await invite(owner)).body;
    const guest = (await invite(owner, { role: 'viewer' })).body;
    const { userId } = await buildAccount(api, { organizationIds: [organizationId], role: 'manager' });
    await owner.delete(`/members/${gone.id}`);
    const ids = async (query: string): Promise<unknown[]> =>
      (await owner.get(`/members${query}`)).body.items.map((item) => item['user_id'] ?? item.id);
    expect(await ids('')).toEqual(expect.arrayContaining([owner.userId, guest.id, userId]));
    expect(await ids('?state=invited')).toEqual([guest.id]);
    expect(await ids('?state=active&role=manager')).toEqual([userId]);
    expect(await ids('?state=deactivated')).toEqual([]);
    expect(await ids('?modified_since=2020-01-01T00:00:00Z')).toContain(gone.id);
    const paged = await owner.get('/members?page_size=1');
    expect((await owner.get(`/members?page_size=1&cursor=${paged.body.next_cursor ?? ''}`)).body.items).toHaveLength(1);
  });
});

describe('who goes', () => {
  test.each(['removed', 'deactivated'])(
    '%s: sessions and tokens here end at once, those elsewhere go on',
    async (how) => {
      const { email, userId } = await buildAccount(api, {
        organizationIds: [api.organizationId, api.strangerOrganizationId],
      });
      const here = await signInWithPassword(api, email, { org_id: api.organizationId });
      const there = await signInWithPassword(api, email, { org_id: api.strangerOrganizationId });
      const { secret } = (await here.client.post('/api-tokens', { name: 'ci', scopes: ['read'] })).body;
      const token = { Authorization: `Bearer ${String(secret)}` };
      expect((await api.anonymous.get('/people', token)).status).toBe(200);
      const { id } = await memberOf(userId);
      const answer =
        how === 'removed'
          ? await api.as.admin.delete(`/members/${id}`)
          : await api.as.admin.patch(`/members/${id}`, { state: 'deactivated' });
      expect([200, 204]).toContain(answer.status);
      expect((await here.client.get('/me')).status).toBe(401);
      expect((await api.anonymous.get('/people', token)).status).toBe(401);
      expect((await api.anonymous.post('/auth/refresh', { refresh_token: here.refreshToken })).status).toBe(401);
      expect((await there.client.get('/me')).status).toBe(200);
      expect((await there.client.post('/auth/switch-organization', { org_id: api.organizationId })).status).toBe(400);
      expect((await there.client.get(`/orgs/${api.organizationId}`)).status).toBe(404);
      const { items } = (await there.client.get('/orgs')).body;
      expect(items.map((item) => item.id)).toEqual([api.strangerOrganizationId]);
    },
  );

  test('let in again, they sign in anew; the tokens of before stay revoked', async () => {
    const { email, userId } = await buildAccount(api);
    const before = await signInWithPassword(api, email);
    const { secret } = (await before.client.post('/api-tokens', { name: 'ci', scopes: ['read'] })).body;
    const { id } = await memberOf(userId);
    await api.as.admin.patch(`/members/${id}`, { state: 'deactivated' });
    const answer = await api.as.admin.patch(`/members/${id}`, { state: 'active' });
    expect([answer.status, answer.body.state]).toEqual([200, 'active']);
    expect((await before.client.get('/me')).status).toBe(401);
    expect((await api.anonymous.get('/people', { Authorization: `Bearer ${String(secret)}` })).status).toBe(401);
    expect((await (await signInWithPassword(api, email)).client.get('/me')).status).toBe(200);
  });

  test('another role counts with the next request', async () => {
    const { email, userId } = await buildAccount(api);
    const { client } = await signInWithPassword(api, email);
    expect((await client.get('/members')).status).toBe(403);
    await api.as.owner.patch(`/members/${(await memberOf(userId)).id}`, { role: 'admin' });
    expect((await client.get('/members')).status).toBe(200);
  });
});

describe('the last owner', () => {
  test('can neither leave, nor be demoted, nor be deactivated; an owner who is invited or deactivated does not count', async () => {
    const { owners, idOf } = await organizationWithOwners(2);
    const [one, two] = [owners[0]!, owners[1]!];
    await invite(one, { role: 'owner' });
    expect((await one.patch(`/members/${idOf(two.userId)}`, { state: 'deactivated' })).status).toBe(200);
    const own = `/members/${idOf(one.userId)}`;
    for (const refused of [
      one.patch(own, { role: 'admin' }),
      one.patch(own, { state: 'deactivated' }),
      one.delete(own),
    ]) {
      const { status, body } = await refused;
      expect([status, body.code]).toEqual([409, 'last_owner']);
    }
    expect((await one.patch(own, { role: 'owner', person_id: null })).status).toBe(200);
  });

  test('of two who leave or demote each other at once, one stays', async () => {
    const acts: ((client: ApiClient, id: string) => Promise<ApiAnswer>)[] = [
      (client, id) => client.delete(`/members/${id}`),
      (client, id) => client.patch(`/members/${id}`, { role: 'viewer' }),
    ];
    for (const act of acts) {
      const { organizationId, owners, idOf } = await organizationWithOwners(2);
      const answers = await Promise.all(owners.map((owner) => act(owner, idOf(owner.userId))));
      expect(answers.map(({ status }) => status).filter((status) => status === 409)).toHaveLength(1);
      const left = await api.database
        .admin('memberships')
        .where({ organization_id: organizationId, role: 'owner' })
        .whereNull('deleted_at');
      expect(left).toHaveLength(1);
    }
  });
});
