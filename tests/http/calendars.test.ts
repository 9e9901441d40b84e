import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startApi, type TestApi } from '../support/api';
import { buildAllocation, buildCalendar, buildPersonCalendar, uniqueName } from '../support/resources';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

test('401 without a token, 403 for who may not write', async () => {
  expect((await api.anonymous.get('/calendars')).status).toBe(401);
  for (const client of [api.as.viewer, api.as.member, api.as.manager]) {
    expect((await client.post('/calendars', { bad: 1 })).status).toBe(403);
  }
});

test.each([
  [{}, '/name'],
  [{ name: 'A', workweek: { monday: 25 } }, '/workweek/monday'],
  [{ name: 'A', workweek: { monday: 7.123 } }, '/workweek/monday'],
  [{ name: 'A', workweek: { lundi: 7 } }, '/workweek/lundi'],
  [{ name: 'A', workweek: [7] }, '/workweek'],
  [{ name: 'A', region: 'x' }, '/region'],
])('400 for %j names %s', async (body, pointer) => {
  const answer = await api.as.admin.post('/calendars', body);
  expect([answer.status, answer.body.errors[0]?.pointer]).toEqual([400, pointer]);
});

test('404 of another organisation', async () => {
  const { id } = await buildCalendar(api.stranger);
  expect((await api.as.admin.get(`/calendars/${id}`)).status).toBe(404);
  expect((await api.as.admin.patch(`/calendars/${id}`, { name: 'B' })).status).toBe(404);
  expect((await api.as.admin.delete(`/calendars/${id}`)).status).toBe(404);
});

test('409 for a name that exists and for deleting a calendar that people follow; 412 for a stale tag', async () => {
  const { calendar_id, person_id, id } = await buildPersonCalendar(api.as.owner);
  const path = `/calendars/${String(calendar_id)}`;
  const { name } = (await api.as.admin.get(path)).body;
  expect((await api.as.admin.post('/calendars', { name })).body.code).toBe('duplicate');
  const refused = await api.as.admin.delete(path);
  expect([refused.status, refused.body.code, refused.body['people']]).toEqual([409, 'conflict', 1]);
  expect((await api.as.admin.patch(path, { name: 'C' }, { 'If-Match': '"4"' })).status).toBe(412);
  await api.as.admin.delete(`/people/${String(person_id)}/calendars/${id}`);
  expect((await api.as.admin.delete(path)).status).toBe(204);
});

test('create, change, clear: a missing weekday is 0, null falls back to the organisation', async () => {
  const name = uniqueName('Calendar');
  const created = await api.as.admin.post('/calendars', { name, workweek: { monday: 7.33, friday: 4 } });
  expect(created.status).toBe(201);
  expect(created.body['workweek']).toEqual({
    monday: 7.33,
    tuesday: 0,
    wednesday: 0,
    thursday: 0,
    friday: 4,
    saturday: 0,
    sunday: 0,
  });
  const path = `/calendars/${created.body.id}`;
  const row = await api.database
    .admin('calendars')
    .where({ id: created.body.id })
    .first<{ workweek_minutes: number[] }>();
  expect(row.workweek_minutes).toEqual([440, 0, 0, 0, 240, 0, 0]);
  const again = await api.as.admin.patch(path, (await api.as.viewer.get(path)).body);
  expect(again.body['workweek']).toEqual(created.body['workweek']);
  expect((await api.as.admin.patch(path, { workweek: null })).body['workweek']).toBeNull();
});

test('a workweek moves the figures of everybody who follows the calendar, at once in every read', async () => {
  const calendar = await buildCalendar(api.as.owner);
  const { person_id } = await buildPersonCalendar(api.as.owner, { calendar_id: calendar.id });
  await buildAllocation(api.as.owner, { person_id, percent: 100 });
  const changed = await api.as.admin.patch(`/calendars/${calendar.id}`, { workweek: { monday: 7, tuesday: 7 } });
  const week = changed.body.impact.figures.find((figure) => figure.week === '2026-11-23');
  expect(week).toMatchObject({ person_id, net_minutes: 840, firm_minutes: 840, before: { net_minutes: 2_100 } });
  const days = await api.as.viewer.get(`/capacity/days?person_id=${String(person_id)}&from=2026-11-25&to=2026-11-25`);
  expect(days.body.items[0]).toMatchObject({ net_minutes: 0, firm_minutes: 0 });
});
