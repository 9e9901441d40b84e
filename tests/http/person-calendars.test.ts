import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { newId } from '../../src/shared/ids';
import { startApi, type TestApi } from '../support/api';
import { buildAllocation, buildCalendar, buildHoliday, buildPerson, buildPersonCalendar } from '../support/resources';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

test('401 without a token, 403 for who may not write', async () => {
  const { id } = await buildPerson(api.as.owner);
  expect((await api.anonymous.get(`/people/${id}/calendars`)).status).toBe(401);
  expect((await api.as.manager.post(`/people/${id}/calendars`, {})).status).toBe(403);
});

test('400 for dates and references that are none', async () => {
  const { admin } = api.as;
  const { id } = await buildPerson(api.as.owner);
  const calendar = await buildCalendar(api.as.owner);
  const foreign = await buildCalendar(api.stranger);
  const cases: [object, string][] = [
    [{ starts_on: '2026-01-01' }, '/calendar_id'],
    [{ calendar_id: calendar.id }, '/starts_on'],
    [{ calendar_id: calendar.id, starts_on: '2026-02-01', ends_on: '2026-01-31' }, '/ends_on'],
    [{ calendar_id: foreign.id, starts_on: '2026-01-01' }, '/calendar_id'],
  ];
  for (const [body, pointer] of cases) {
    const answer = await admin.post(`/people/${id}/calendars`, body);
    expect([answer.status, answer.body.errors[0]?.pointer]).toEqual([400, pointer]);
  }
});

test('404 for a person or assignment that is unknown or of another organisation or person', async () => {
  const { admin } = api.as;
  const theirs = await buildPersonCalendar(api.stranger);
  const ours = await buildPersonCalendar(api.as.owner);
  const somebody = await buildPerson(api.as.owner);
  expect((await admin.get(`/people/${newId()}/calendars`)).status).toBe(404);
  expect((await admin.get(`/people/${String(theirs['person_id'])}/calendars`)).status).toBe(404);
  expect((await admin.patch(`/people/${somebody.id}/calendars/${ours.id}`, { ends_on: null })).status).toBe(404);
  expect((await admin.delete(`/people/${somebody.id}/calendars/${theirs.id}`)).status).toBe(404);
});

test('201 says where the assignment can be read', async () => {
  const person = await buildPerson(api.as.owner);
  const calendar = await buildCalendar(api.as.owner);
  const path = `/people/${person.id}/calendars`;
  const made = await api.as.admin.post(path, { calendar_id: calendar.id, starts_on: '2026-01-01' });
  expect([made.status, made.headers.get('Location')]).toEqual([201, `/api/v1${path}/${made.body.id}`]);
  expect((await api.as.viewer.get(`${path}/${made.body.id}`)).body).toMatchObject({ calendar_id: calendar.id });
});

test('409 when two bounded spans overlap; open ones may lie below (READINGS 11); 412 for a stale tag', async () => {
  const { admin } = api.as;
  const { id, person_id, calendar_id } = await buildPersonCalendar(api.as.owner, { ends_on: '2026-06-30' });
  const path = `/people/${String(person_id)}/calendars`;
  const overlap = await admin.post(path, { calendar_id, starts_on: '2026-06-30', ends_on: '2026-07-31' });
  expect([overlap.status, overlap.body.code]).toEqual([409, 'overlapping_span']);
  expect((await admin.post(path, { calendar_id, starts_on: '2026-02-01' })).status).toBe(201);
  expect((await admin.patch(`${path}/${id}`, { ends_on: '2026-05-31' }, { 'If-Match': '"8"' })).status).toBe(412);
});

test('following a calendar takes its holidays and workweek over, from the first day on; leaving it gives them back', async () => {
  const { admin, viewer } = api.as;
  const person = await buildPerson(api.as.owner);
  const calendar = await buildCalendar(api.as.owner, { workweek: { monday: 4, tuesday: 4 } });
  await buildHoliday(api.as.owner, { calendar_id: calendar.id, date: '2026-11-23', label: 'Closed' });
  await buildAllocation(api.as.owner, { person_id: person.id, minutes_per_day: 60, percent: null });
  const path = `/people/${person.id}/calendars`;
  const added = await admin.post(path, { calendar_id: calendar.id, starts_on: '2026-11-23' });
  expect(added.status).toBe(201);
  expect(weekOf(added.body['impact'])).toMatchObject({ net_minutes: 240, before: { net_minutes: 2_100 } });
  expect((await viewer.get(path)).body.items).toMatchObject([{ calendar_id: calendar.id, ends_on: null }]);

  const later = await admin.patch(`${path}/${added.body.id}`, { starts_on: '2026-11-24' });
  expect(weekOf(later.body['impact'])).toMatchObject({ net_minutes: 660, before: { net_minutes: 240 } });
  const removed = await admin.delete(`${path}/${added.body.id}`, { Prefer: 'return=representation' });
  expect(weekOf(removed.body['impact'])).toMatchObject({ net_minutes: 2_100, before: { net_minutes: 660 } });
});

function weekOf(impact: unknown): unknown {
  return (impact as { figures: { week: string }[] }).figures.find((figure) => figure.week === '2026-11-23');
}
