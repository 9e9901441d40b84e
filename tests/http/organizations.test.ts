/** Organisations: several per user, each change made with the role one has in the organisation that the path names. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { auditLedger } from '../../src/domains/capacity/audit-ledger.command';
import { drainDirtyRanges } from '../../src/domains/capacity/drain-dirty-ranges.command';
import type { Role } from '../../src/access/role-grants';
import { newId } from '../../src/shared/ids';
import { startApi, type ApiAnswer, type SignedIn, type TestApi } from '../support/api';
import { buildAllocation, buildPerson, eventsOf, uniqueName } from '../support/resources';
import { untilWaiting } from '../support/until-waiting';

const OFFICE_WEEK = { monday: 7, tuesday: 7, wednesday: 7, thursday: 7, friday: 7, saturday: 0, sunday: 0 };
const DAY = '2027-02-03';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

/** An organisation of its own, and somebody signed in to it. */
async function buildOrganization(role: Role = 'owner'): Promise<{ id: string; path: string; client: SignedIn }> {
  const { id } = await api.factory.organization();
  return { id, path: `/orgs/${id}`, client: await api.signIn({ role, organizationId: id }) };
}

function outcome(answer: ApiAnswer): [number, string] {
  return [answer.status, answer.body.code];
}

describe('refusals, in order', () => {
  test('401 without a token', async () => {
    expect((await api.anonymous.get('/orgs')).status).toBe(401);
    expect((await api.anonymous.post('/orgs', { name: 'A' })).status).toBe(401);
  });

  test('403: changing is for admins, giving up for owners', async () => {
    const path = `/orgs/${api.organizationId}`;
    for (const client of [api.as.viewer, api.as.member, api.as.manager]) {
      expect(outcome(await client.patch(path, { nonsense: 1 }))).toEqual([403, 'forbidden']);
    }
    expect(outcome(await api.as.admin.delete(path))).toEqual([403, 'forbidden']);
  });

  test.each([
    [{}, '/name'],
    [{ name: ' ' }, '/name'],
    [{ name: 'A', timezone: 'Mars/Olympus' }, '/timezone'],
    [{ name: 'A', timezone: '+02:00' }, '/timezone'],
    [{ name: 'A', default_workweek: { lundi: 7 } }, '/default_workweek/lundi'],
    [{ name: 'A', default_workweek: { monday: 25 } }, '/default_workweek/monday'],
    [{ name: 'A', country: 'FR' }, '/country'],
  ])('400 for %j names %s', async (body, pointer) => {
    const answer = await api.as.viewer.post('/orgs', body);
    expect([answer.status, answer.body.errors[0]?.pointer]).toEqual([400, pointer]);
  });

  test('404 for one I do not belong to, like for an unknown one', async () => {
    for (const id of [api.strangerOrganizationId, newId(), 'mine']) {
      const path = `/orgs/${id}`;
      expect(outcome(await api.as.owner.get(path))).toEqual([404, 'not_found']);
      expect(outcome(await api.as.owner.patch(path, { name: 'B' }))).toEqual([404, 'not_found']);
      expect(outcome(await api.as.owner.delete(path))).toEqual([404, 'not_found']);
    }
    expect((await api.stranger.get(`/orgs/${api.strangerOrganizationId}`)).status).toBe(200);
  });

  test('412 for a stale tag, and it is as it was', async () => {
    const { path, client } = await buildOrganization();
    const { name } = (await client.get(path)).body;
    expect(outcome(await client.patch(path, { name: 'After' }, { 'If-Match': '"7"' }))).toEqual([412, 'stale_version']);
    expect(outcome(await client.delete(path, { 'If-Match': '"7"' }))).toEqual([412, 'stale_version']);
    expect((await client.get(path)).body['name']).toBe(name);
  });
});

describe('founding one', () => {
  test('makes the caller its owner, with 35 hours in Paris; its audit log starts there', async () => {
    const name = uniqueName('Firm');
    const created = await api.as.viewer.post('/orgs', { name });
    expect(created.status).toBe(201);
    expect(created.body).toMatchObject({
      name,
      timezone: 'Europe/Paris',
      default_workweek: OFFICE_WEEK,
      role: 'owner',
      version: 1,
      deleted_at: null,
    });
    expect(created.headers.get('Location')).toBe(`/api/v1/orgs/${created.body.id}`);
    const rows = await api.database.admin('audit_events').where({ entity_id: created.body.id });
    expect(rows).toMatchObject([
      { organization_id: created.body.id, event: 'organization.created', actor_user_id: api.as.viewer.userId },
    ]);
    const events = await api.database.admin('outbox').where({ entity_id: created.body.id });
    expect(events).toMatchObject([{ organization_id: created.body.id, event_type: 'organization.created' }]);
  });

  test('the same token goes on with it, while the session stays where it is', async () => {
    const { viewer } = api.as;
    const created = await viewer.post('/orgs', { name: 'Mine', default_workweek: { monday: 7.33 }, timezone: 'UTC' });
    const path = `/orgs/${created.body.id}`;
    const read = await viewer.get(path);
    expect(read.body).toEqual(created.body);
    expect(read.body['default_workweek']).toMatchObject({ monday: 7.33, tuesday: 0 });
    const changed = await viewer.patch(path, { ...read.body, name: 'Ours' }, { 'If-Match': '"1"' });
    expect([changed.status, changed.headers.get('etag')]).toEqual([200, '"2"']);
    expect(changed.body).toMatchObject({ name: 'Ours', timezone: 'UTC', role: 'owner', impact: { days_changed: 0 } });
    expect((await viewer.get('/me')).body).toMatchObject({ org_id: api.organizationId, roles: ['viewer'] });
    expect((await viewer.delete(path)).status).toBe(204);
    expect((await viewer.get(path)).status).toBe(404);
    expect((await viewer.get('/me')).status).toBe(200);
  });

  test('once for the same Idempotency-Key', async () => {
    const { client } = await buildOrganization();
    const send = () => client.post('/orgs', { name: 'Once' }, { 'Idempotency-Key': 'found' });
    const [first, second] = [await send(), await send()];
    expect(second.body.id).toBe(first.body.id);
    expect((await client.get('/orgs')).body.total).toBe(2);
  });
});

describe('the list', () => {
  test('has my own alone, by name, with my role, in pages', async () => {
    const { client, id } = await buildOrganization('manager');
    await api.database.admin('organizations').where({ id }).update({ name: 'b first' });
    for (const [name, role] of [['a', 'viewer'] as const, ['c', 'admin'] as const]) {
      const { id: organization_id } = await api.factory.organization({ name });
      await api.factory.membership({ organization_id, user_id: client.userId, role });
    }
    const all = (await client.get('/orgs')).body;
    expect(all.total).toBe(3);
    expect(all.items.map((item) => [item['name'], item['role']])).toEqual([
      ['a', 'viewer'],
      ['b first', 'manager'],
      ['c', 'admin'],
    ]);
    const first = (await client.get('/orgs?page_size=2')).body;
    const second = (await client.get(`/orgs?page_size=2&cursor=${first.next_cursor ?? ''}`)).body;
    expect([...first.items, ...second.items]).toEqual(all.items);
    expect(second.next_cursor).toBeNull();
    expect((await client.get('/orgs?page_size=2&page=2')).body.items).toEqual(second.items);
    expect((await client.get('/orgs?sort=name')).status).toBe(400);
  });

  test('has one that was given up as a tombstone alone, and none that I left', async () => {
    const { client, path } = await buildOrganization();
    const since = new Date(Date.now() - 1_000).toISOString();
    const other = (await client.post('/orgs', { name: 'Other' })).body.id;
    const left = await api.factory.organization();
    const gone = { organization_id: left.id, user_id: client.userId, deleted_at: new Date() };
    await api.factory.membership({ ...gone, role: 'owner' });
    await client.delete(`/orgs/${other}`);
    expect((await client.get('/orgs')).body.items.map((item) => `/orgs/${item.id}`)).toEqual([path]);
    const changed = (await client.get(`/orgs?modified_since=${since}`)).body.items;
    expect(changed.find((item) => item.id === other)?.['deleted_at']).toEqual(expect.any(String));
    expect(changed.some((item) => item.id === left.id)).toBe(false);
  });
});

describe('the role of the organisation in the path counts', () => {
  test('a viewer here who is admin there changes that one; an owner here who is viewer there does not', async () => {
    const there = await buildOrganization();
    const promoted = await api.signIn({ role: 'viewer', organizationId: api.organizationId });
    await api.factory.membership({ organization_id: there.id, user_id: promoted.userId, role: 'admin' });
    expect((await promoted.patch(there.path, { name: 'Theirs' })).body['name']).toBe('Theirs');
    const events = ['organization.updated'];
    expect(await eventsOf(api, there.id)).toEqual({ audited: events, emitted: events });
    expect((await promoted.delete(there.path)).status).toBe(403);
    expect((await promoted.patch(`/orgs/${api.organizationId}`, { name: 'Mine' })).status).toBe(403);

    const owner = await buildOrganization();
    await api.factory.membership({ organization_id: there.id, user_id: owner.client.userId, role: 'viewer' });
    expect((await owner.client.get(there.path)).body['role']).toBe('viewer');
    expect((await owner.client.patch(there.path, { name: 'X' })).status).toBe(403);
  });

  test('not after the session ended here', async () => {
    const there = await buildOrganization();
    const client = await api.signIn({ role: 'viewer', organizationId: api.organizationId });
    await api.factory.membership({ organization_id: there.id, user_id: client.userId, role: 'owner' });
    expect((await client.get(there.path)).status).toBe(200);
    await api.database.admin('sessions').where({ id: client.sessionId }).update({ revoked_at: new Date() });
    expect((await client.get(there.path)).status).toBe(401);
  });
});

test('giving one up ends every session in it', async () => {
  const { id, path, client } = await buildOrganization();
  const member = await api.signIn({ role: 'member', organizationId: id });
  expect((await client.delete(path)).status).toBe(204);
  expect((await client.get('/me')).status).toBe(401);
  expect((await member.get('/people')).status).toBe(401);
  const live = await api.database.admin('sessions').where({ organization_id: id, revoked_at: null });
  expect(live).toEqual([]);
  const events = ['organization.deleted'];
  expect(await eventsOf(api, id)).toEqual({ audited: events, emitted: events });
});

describe('a new workweek', () => {
  test('moves who has no hours of their own, tells the impact, and is right in the next read', async () => {
    const { path, client } = await buildOrganization();
    const plain = await buildPerson(client);
    const own = await buildPerson(client, { weekly_hours_default: 20 });
    await buildAllocation(client, { person_id: plain.id, percent: 100, start_date: DAY, end_date: DAY });
    const body = { default_workweek: { ...OFFICE_WEEK, wednesday: 4 } };
    const tried = await client.patch(`${path}?dry_run=true`, body);
    expect(tried.body).toMatchObject({ dry_run: true });
    expect(await netOn(client, plain.id, DAY)).toBe(420);

    const { impact, ...changed } = (await client.patch(path, body)).body;
    expect(impact).toEqual(tried.body.impact);
    expect(changed['default_workweek']).toEqual(body.default_workweek);
    expect(impact.figures.find((one) => one.person_id === plain.id && one.week === '2027-02-01')).toMatchObject({
      net_minutes: 1_920,
      firm_minutes: 240,
      before: { net_minutes: 2_100, firm_minutes: 420 },
    });
    expect(impact.figures.some(({ person_id }) => person_id === own.id)).toBe(false);
    expect(await netOn(client, plain.id, DAY)).toBe(240);
    expect(await netOn(client, own.id, DAY)).toBe(240);
  });

  test('that breaks a booking is refused with on_conflict=reject', async () => {
    const { path, client } = await buildOrganization();
    const booked = { start_date: DAY, end_date: DAY, percent: null, minutes_per_day: 400 };
    await buildAllocation(client, booked);
    const body = { default_workweek: { monday: 7 } };
    const refused = await client.patch(`${path}?on_conflict=reject`, body);
    expect([...outcome(refused), refused.body['days']]).toMatchObject([
      409,
      'planning_conflict',
      [{ date: DAY, minutes_over: 400 }],
    ]);
    expect((await client.get(path)).body['default_workweek']).toEqual(OFFICE_WEEK);
  });

  test('reaches somebody who is added meanwhile', async () => {
    const { id, path, client } = await buildOrganization();
    const first = await buildPerson(client);
    await drainAll(id);
    const holder = await api.database.admin.transaction();
    await holder('people').where({ id: first.id }).forUpdate().select('id');
    const changing = client.patch(path, { default_workweek: { wednesday: 3 } });
    await untilWaiting(api.database, 1);
    const adding = client.post('/people', { full_name: 'Somebody New' });
    await Promise.race([untilWaiting(api.database, 2), adding]);
    await holder.commit();
    expect([(await changing).status, (await adding).status]).toEqual([200, 201]);
    await drainAll(id);
    expect(await netOn(client, (await adding).body.id, DAY)).toBe(180);
    expect((await auditLedger(api.container, id, { sampleShare: 1, seed: 'all' })).differences).toBe(0);
  });
});

async function netOn(client: SignedIn, personId: string, date: string): Promise<unknown> {
  const days = await client.get(`/capacity/days?person_id=${personId}&from=${date}&to=${date}`);
  return days.body.items[0]?.['net_minutes'];
}

async function drainAll(organizationId: string): Promise<void> {
  while ((await drainDirtyRanges(api.container, organizationId, { maxPeople: 50 })).remainingPeople > 0);
}
