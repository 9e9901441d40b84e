/** Closing months: who may, what is refused then, and that a write under way is either in the figures or refused. */
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { startApi, type TestApi } from '../support/api';
import type { Row } from '../support/factories';
import { buildPerson, buildTeam, eventsOf } from '../support/resources';

let api: TestApi;
let person: Row;
beforeAll(async () => {
  api = await startApi();
});
beforeEach(async () => {
  for (const { month } of (await closedMonths()) as { month: string }[]) {
    await api.as.owner.post(`/periods/${month}:reopen`);
  }
  person = await api.factory.person({ organization_id: api.organizationId });
});
afterAll(() => api.close());

const closedMonths = async (): Promise<unknown[]> => (await api.as.owner.get('/periods?state=closed')).body.items;
const booking = (start_date: string, end_date = start_date) => ({
  person_id: person.id,
  start_date,
  end_date,
  minutes_per_day: 60,
});

test('401 without a token, 403 below admin', async () => {
  expect((await api.anonymous.get('/periods')).status).toBe(401);
  for (const client of [api.as.viewer, api.as.member, api.as.manager]) {
    expect((await client.get('/periods')).status).toBe(403);
    expect((await client.post('/periods/2026-10:close')).status).toBe(403);
    expect((await client.post('/periods/2026-10:reopen')).status).toBe(403);
  }
});

test.each(['2026-13', '2026-1', '2026-10-01', 'october', '1899-12'])('%s is no month', async (month) => {
  const answer = await api.as.admin.post(`/periods/${month}:close`);
  expect([answer.status, answer.body.code]).toEqual([404, 'not_found']);
});

test("closing another organisation's month is closing one's own: the other stays open", async () => {
  expect((await api.stranger.post('/periods/2026-10:close')).status).toBe(200);
  expect(await closedMonths()).toEqual([]);
  expect((await api.as.admin.post('/allocations', booking('2026-10-05'))).status).toBe(201);
});

test('412 for a stale tag; closing and reopening twice is closing and reopening once', async () => {
  const closed = await api.as.admin.post('/periods/2026-09:close');
  expect(closed.body).toMatchObject({ month: '2026-09', state: 'closed', closed_by: api.as.admin.userId });
  const again = await api.as.owner.post('/periods/2026-09:close');
  expect(again.body).toEqual(closed.body);
  expect((await api.as.admin.post('/periods/2026-09:reopen', undefined, { 'If-Match': '"9"' })).status).toBe(412);
  const opened = await api.as.admin.post('/periods/2026-09:reopen');
  expect(opened.body).toMatchObject({
    state: 'open',
    closed_at: null,
    closed_by: null,
    version: closed.body.version + 1,
  });
  expect((await api.as.admin.post('/periods/2026-09:reopen')).body).toEqual(opened.body);
  const { audited, emitted } = await eventsOf(api, closed.body.id);
  expect(audited).toEqual(['period.closed', 'period.reopened']);
  expect(emitted).toEqual(['period.closed', 'period.reopened']);
});

test('a closed month refuses what would change its figures, and nothing else', async () => {
  const kept = await api.as.admin.post('/allocations', booking('2026-10-05'));
  await api.as.admin.post('/periods/2026-10:close');
  const refused = await api.as.admin.post('/allocations', booking('2026-10-26', '2026-11-06'));
  expect([refused.status, refused.body.code, refused.body['months']]).toEqual([409, 'period_closed', ['2026-10']]);
  expect((await api.as.admin.post('/allocations?dry_run=true', booking('2026-10-26'))).status).toBe(409);
  expect((await api.as.admin.delete(`/allocations/${kept.body.id}`)).status).toBe(409);
  expect((await api.as.admin.patch(`/allocations/${kept.body.id}`, { notes: 'Only a note' })).status).toBe(200);
  expect((await api.as.admin.post('/allocations', booking('2026-11-02'))).status).toBe(201);
  // A Saturday has no hours: a share of nominal changes no figure there.
  const saturday = { person_id: person.id, start_date: '2026-10-10', end_date: '2026-10-10', percent: 50 };
  expect((await api.as.admin.post('/allocations', saturday)).status).toBe(201);
  await api.as.admin.post('/periods/2026-10:reopen');
  expect((await api.as.admin.delete(`/allocations/${kept.body.id}`)).status).toBe(204);
});

test('a closed month keeps the minutes of each project, where the sum of the day stays the same', async () => {
  const { organizationId } = api;
  const [one, two] = [
    await api.factory.project({ organization_id: organizationId }),
    await api.factory.project({ organization_id: organizationId }),
  ];
  const book = (fields: object) => api.as.admin.post('/allocations', { ...booking('2026-10-05'), ...fields });
  const october = (await book({ project_id: one.id })).body;
  // Ends on a Sunday of October, and has no minute in it.
  const weekend = (await book({ project_id: one.id, start_date: '2026-10-31', end_date: '2026-11-03' })).body;
  await api.as.admin.post('/periods/2026-10:close');
  const changed = await api.as.admin.patch(`/allocations/${october.id}`, { project_id: two.id });
  expect([changed.status, changed.body.code]).toEqual([409, 'period_closed']);
  const bulk = (allocations: object[]) => api.as.admin.post('/allocations:bulk-upsert', { allocations });
  expect((await bulk([{ id: october.id, project_id: null }])).status).toBe(409);
  const half = { minutes_per_day: 30 };
  const shared = [
    { id: october.id, ...half },
    { ...booking('2026-10-05'), project_id: two.id, ...half },
  ];
  expect((await bulk(shared)).status).toBe(409);
  expect((await api.as.admin.patch(`/allocations/${october.id}`, { notes: 'a note' })).status).toBe(200);
  expect((await api.as.admin.patch(`/allocations/${weekend.id}`, { project_id: two.id })).status).toBe(200);
});

test('people are added while months are closed: they count from the day after, and an engagement says when they began', async () => {
  await api.as.admin.post('/periods/2026-09:close');
  await api.as.admin.post('/periods/2026-10:close');
  const added = await api.as.admin.post('/people', { full_name: 'Somebody New' });
  expect(added.status).toBe(201);
  const days = async (from: string, to: string): Promise<unknown[]> => {
    const query = `person_id=${added.body.id}&from=${from}&to=${to}`;
    const { items } = (await api.as.admin.get(`/capacity/days?${query}`)).body;
    return items.map((day) => [day['date'], day['net_minutes']]);
  };
  expect(await days('2026-10-30', '2026-11-02')).toEqual([
    ['2026-10-30', 0],
    ['2026-10-31', 0],
    ['2026-11-01', 0],
    ['2026-11-02', 420],
  ]);
  const hire = (start_date: string) =>
    api.as.admin.post(`/people/${added.body.id}/engagements`, { type: 'employee', start_date });
  expect((await hire('2026-10-12')).body.code).toBe('period_closed');
  expect((await hire('2026-11-03')).status).toBe(201);
  expect(await days('2026-11-02', '2026-11-03')).toEqual([
    ['2026-11-02', 0],
    ['2026-11-03', 420],
  ]);
});

test('a closed month keeps who was in which team, as far as that moves figures', async () => {
  const { admin } = api.as;
  const [team, other] = [await buildTeam(api.as.owner), await buildTeam(api.as.owner)];
  const members = `/teams/${team.id}/members`;
  const spell = { person_id: person.id, active_from: '2026-10-12' };
  const member = await admin.post(members, spell);
  await admin.post('/periods/2026-10:close');
  const path = `${members}/${person.id}`;
  const refused = [
    await admin.post(`/teams/${other.id}/members`, { ...spell, active_from: '2026-01-01' }),
    await admin.patch(path, { active_from: '2026-10-13' }),
    await admin.patch(path, { active_from: '2026-10-09' }),
    await admin.patch(path, { active_to: '2026-10-15' }),
    await admin.delete(path),
  ];
  for (const answer of refused) {
    expect([answer.status, answer.body.code, answer.body['months']]).toEqual([409, 'period_closed', ['2026-10']]);
  }
  expect((await admin.get(members)).body.items).toEqual([member.body]);
  // Nobody works on the Sunday before, so nothing counts for another team.
  expect((await admin.patch(path, { active_from: '2026-10-11' })).status).toBe(200);
  expect((await admin.patch(path, { role_in_team: 'lead', active_to: '2026-11-15' })).status).toBe(200);
  expect((await admin.post(`/teams/${other.id}/members`, { ...spell, active_from: '2026-11-16' })).status).toBe(201);
  const added = await admin.post('/people', { full_name: 'Somebody New' });
  expect((await admin.post(members, { ...spell, person_id: added.body.id })).status).toBe(201);
  await admin.post('/periods/2026-10:reopen');
  expect((await admin.delete(path)).status).toBe(204);
});

test('a month that was closed long ago keeps its figures against what changes all days of a person', async () => {
  const { admin } = api.as;
  const long_ago = String(api.clock.now().getUTCFullYear() - 3) + '-05';
  const hired = await buildPerson(api.as.owner);
  await admin.post(`/people/${hired.id}/engagements`, { type: 'employee', start_date: `${long_ago}-11` });
  await admin.delete(`/people/${hired.id}`);
  await admin.post(`/periods/${long_ago}:close`);
  const changes = [
    await admin.post(`/people/${hired.id}:restore`),
    await admin.post(`/people/${hired.id}:restore?dry_run=true`),
    await admin.patch(`/people/${person.id}`, { weekly_hours_default: 14 }),
    await admin.delete(`/people/${person.id}`),
  ];
  for (const answer of changes) {
    expect([answer.status, answer.body.code, answer.body['months']]).toEqual([409, 'period_closed', [long_ago]]);
  }
  expect((await admin.get(`/people/${hired.id}`)).status).toBe(404);
  await admin.post(`/periods/${long_ago}:reopen`);
  expect((await admin.post(`/people/${hired.id}:restore`)).status).toBe(200);
});

test('a deleted person whose work began in a closed month comes back when it is open again', async () => {
  const { admin } = api.as;
  const [hired, free] = [await buildPerson(api.as.owner), await buildPerson(api.as.owner)];
  await admin.post(`/people/${hired.id}/engagements`, { type: 'employee', start_date: '2026-10-12' });
  for (const { id } of [hired, free]) expect((await admin.delete(`/people/${id}`)).status).toBe(204);
  await admin.post('/periods/2026-10:close');
  for (const { id } of [hired, free]) {
    const refused = await admin.post(`/people/${id}:restore`);
    expect([refused.status, refused.body.code, refused.body['months']]).toEqual([409, 'period_closed', ['2026-10']]);
  }
  await admin.post('/periods/2026-10:reopen');
  for (const { id } of [hired, free]) expect((await admin.post(`/people/${id}:restore`)).status).toBe(200);
});

test('a month that has not begun can be closed: a plan that is agreed is kept, people are added when it is open', async () => {
  const { admin } = api.as;
  const next = new Date(api.clock.now());
  next.setUTCMonth(next.getUTCMonth() + 2, 1);
  const month = next.toISOString().slice(0, 7);
  expect((await admin.post(`/periods/${month}:close`)).status).toBe(200);
  const refused = await admin.post('/people', { full_name: 'Somebody New' });
  expect([refused.status, refused.body.code, refused.body['months']]).toEqual([409, 'period_closed', [month]]);
  await admin.post(`/periods/${month}:reopen`);
  expect((await admin.post('/people', { full_name: 'Somebody New' })).status).toBe(201);
});

test('a month is not closed over a write that is not committed yet, and the write after it is refused', async () => {
  const holder = await api.database.admin.transaction();
  const other = await api.factory.person({ organization_id: api.organizationId });
  // The first write has its people and its share of the periods, and waits to store its conflict.
  await holder.raw('lock table conflicts in share row exclusive mode');
  const overbooked = { ...booking('2026-10-05'), minutes_per_day: 600 };
  const first = api.as.admin.post('/allocations', overbooked);
  await untilWaiting(1);
  const closing = api.as.owner.post('/periods/2026-10:close');
  await untilWaiting(2);
  const second = api.as.admin.post('/allocations', { ...booking('2026-10-06'), person_id: other.id });
  await untilWaiting(3);
  await holder.commit();
  expect([(await first).status, (await closing).status, (await second).status]).toEqual([201, 200, 409]);
  const days = await api.as.admin.get(`/capacity/days?person_id=${person.id}&from=2026-10-05&to=2026-10-05`);
  expect(days.body.items[0]).toMatchObject({ firm_minutes: 600, over_minutes: 180 });
});

/** Resolves when `count` sessions of this database wait for a lock. */
async function untilWaiting(count: number): Promise<void> {
  const waiting = api.database
    .admin('pg_stat_activity')
    .whereRaw(`datname = current_database() and wait_event_type = 'Lock'`);
  while ((await waiting.clone()).length < count) await new Promise((resolve) => setImmediate(resolve));
}
