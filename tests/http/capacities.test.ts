import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startApi, type TestApi } from '../support/api';
import { buildAllocation, buildCalendar, buildCapacity, buildPerson, eventsOf } from '../support/resources';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

/** Nominal minutes of Monday 2026-11-23 to Friday. */
async function weekOf(personId: unknown): Promise<unknown[]> {
  const path = `/capacity/days?person_id=${String(personId)}&from=2026-11-23&to=2026-11-27`;
  const answer = await api.as.viewer.get(path);
  return answer.body.items.map((day) => (day as unknown as { nominal_minutes: number }).nominal_minutes);
}

test('401 without a token, 403 for who may not write, by role and by record', async () => {
  const { id } = await buildPerson(api.as.owner);
  const body = { person_id: id, period_start: '2026-01-01', hours_per_week: 20 };
  expect((await api.anonymous.get('/capacities')).status).toBe(401);
  expect((await api.as.member.post('/capacities', body)).status).toBe(403);
  expect((await api.as.manager.post('/capacities', body)).status).toBe(403);
});

test('400 for hours, dates and references that are none', async () => {
  const { id } = await buildPerson(api.as.owner);
  const foreign = await buildCalendar(api.stranger);
  const good = { person_id: id, period_start: '2026-02-01', hours_per_week: 20 };
  const cases: [object, string][] = [
    [{ period_end: '2026-01-31' }, '/period_end'],
    [{ calendar_id: foreign.id }, '/calendar_id'],
    [{ person_id: foreign.id }, '/person_id'],
  ];
  for (const [part, pointer] of cases) {
    const answer = await api.as.admin.post('/capacities', { ...good, ...part });
    expect([answer.status, answer.body.errors[0]?.pointer]).toEqual([400, pointer]);
  }
  expect((await api.as.admin.post('/capacities', { ...good, hours_per_week: 169 })).status).toBe(400);
});

test('an entry spreads over the working weekdays; the same start replaces it; 0 h is 0; deleting it gives back (READINGS 8-10)', async () => {
  const { admin } = api.as;
  const entry = await buildCapacity(api.as.owner, { hours_per_week: 20 });
  const { person_id } = entry;
  await buildAllocation(api.as.owner, { person_id, minutes_per_day: 60, percent: null });
  expect(await weekOf(person_id)).toEqual([240, 240, 240, 240, 240]);

  const zero = { person_id, period_start: '2026-01-01', hours_per_week: 0 };
  const dry = await admin.post('/capacities?dry_run=true', zero);
  expect([dry.status, await weekOf(person_id)]).toEqual([200, [240, 240, 240, 240, 240]]);
  const again = await admin.post('/capacities', zero);
  expect([again.status, again.body.id, again.body.version]).toEqual([201, entry.id, 2]);
  expect(dry.body.impact.totals).toEqual(again.body.impact.totals);
  expect(await weekOf(person_id)).toEqual([0, 0, 0, 0, 0]);

  expect((await admin.get(`/capacities?person_id=${String(person_id)}`)).body.items).toMatchObject([
    { id: entry.id, hours_per_week: 0, period_end: null },
  ]);
  expect((await admin.delete(`/capacities/${entry.id}`)).status).toBe(204);
  expect(await weekOf(person_id)).toEqual([420, 420, 420, 420, 420]);
  expect((await eventsOf(api, entry.id)).audited).toEqual(['capacity.created', 'capacity.updated', 'capacity.deleted']);
});

test('many at once; a calendar chooses the working weekdays, and moves the figures when its workweek changes', async () => {
  const { admin } = api.as;
  const calendar = await buildCalendar(api.as.owner, { workweek: { monday: 7, tuesday: 7 } });
  const { id } = await buildPerson(api.as.owner);
  const many = await admin.post('/capacities', [
    { person_id: id, period_start: '2026-01-01', hours_per_week: 10, calendar_id: calendar.id },
    { person_id: id, period_start: '2026-11-24', period_end: '2026-11-24', hours_per_week: 35 },
  ]);
  expect([many.status, many.body.items.length]).toEqual([201, 2]);
  expect(await weekOf(id)).toEqual([300, 420, 0, 0, 0]);
  await admin.patch(`/calendars/${calendar.id}`, { workweek: { monday: 7 } });
  expect(await weekOf(id)).toEqual([600, 420, 0, 0, 0]);
  expect((await admin.delete(`/calendars/${calendar.id}`)).status).toBe(409);
});
