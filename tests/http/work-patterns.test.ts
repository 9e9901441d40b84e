import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { newId } from '../../src/shared/ids';
import { startApi, type TestApi } from '../support/api';
import {
  buildAllocation,
  buildPerson,
  buildPersonWorkPattern,
  buildTeam,
  buildTeamMember,
  buildWorkPattern,
  eventsOf,
} from '../support/resources';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

/** Nominal minutes of each date, inclusive. */
async function nominalOf(personId: string, from: string, to: string): Promise<unknown[]> {
  const answer = await api.as.viewer.get(`/capacity/days?person_id=${personId}&from=${from}&to=${to}`);
  return answer.body.items.map((day) => (day as unknown as { nominal_minutes: number }).nominal_minutes);
}

const day = (week: number, weekday: number, minutes = 420): object => ({ week, weekday, minutes });
const WEEKDAYS = [1, 2, 3, 4, 5];

test('401 without a token, 403 for who may not write', async () => {
  const { id } = await buildPerson(api.as.owner);
  expect((await api.anonymous.get('/work-patterns')).status).toBe(401);
  expect((await api.as.manager.post('/work-patterns', {})).status).toBe(403);
  expect((await api.anonymous.get(`/people/${id}/work-patterns`)).status).toBe(401);
  expect((await api.as.member.post(`/people/${id}/work-patterns`, {})).status).toBe(403);
});

test('400 for a cycle that cannot be (READINGS 5)', async () => {
  const good = { name: 'Any', cycle_weeks: 2, anchor_monday: '2026-01-05', days: [day(1, 1)] };
  const cases: [object, string][] = [
    [{ name: '' }, '/name'],
    [{ cycle_weeks: 0 }, '/cycle_weeks'],
    [{ anchor_monday: '2026-01-06' }, '/anchor_monday'],
    [{ days: [day(3, 1)] }, '/days/0/week'],
    [{ days: [day(1, 8)] }, '/days/0/weekday'],
    [{ days: [day(1, 1), day(1, 1)] }, '/days/1'],
    [{ days: [{ week: 1, weekday: 1, intervals: [{ start: '09:00', end: '09:00' }] }] }, '/days/0/intervals/0'],
    [{ days: [{ week: 1, weekday: 1, intervals: [{ start: '9h', end: '10:00' }] }] }, '/days/0/intervals/0/start'],
  ];
  for (const [part, pointer] of cases) {
    const answer = await api.as.admin.post('/work-patterns', { ...good, ...part });
    expect([answer.status, answer.body.errors[0]?.pointer]).toEqual([400, pointer]);
  }
  const { id } = await buildWorkPattern(api.as.owner, { cycle_weeks: 2, days: [day(2, 1)] });
  const shorter = await api.as.admin.patch(`/work-patterns/${id}`, { cycle_weeks: 1 });
  expect([shorter.status, shorter.body.errors[0]?.pointer]).toEqual([400, '/days/0/week']);
});

test('400 for dates and references of an assignment that are none', async () => {
  const { id } = await buildPerson(api.as.owner);
  const pattern = await buildWorkPattern(api.as.owner);
  const foreign = await buildWorkPattern(api.stranger);
  const cases: [object, string][] = [
    [{ work_pattern_id: pattern.id }, '/starts_on'],
    [{ work_pattern_id: pattern.id, starts_on: '2026-02-01', ends_on: '2026-01-31' }, '/ends_on'],
    [{ work_pattern_id: foreign.id, starts_on: '2026-01-01' }, '/work_pattern_id'],
  ];
  for (const [body, pointer] of cases) {
    const answer = await api.as.admin.post(`/people/${id}/work-patterns`, body);
    expect([answer.status, answer.body.errors[0]?.pointer]).toEqual([400, pointer]);
  }
});

test('404 for what is unknown, of another organisation or of another person', async () => {
  const ours = await buildPersonWorkPattern(api.as.owner);
  const theirs = await buildPersonWorkPattern(api.stranger);
  const { id } = await buildPerson(api.as.owner);
  expect((await api.as.admin.get(`/people/${newId()}/work-patterns`)).status).toBe(404);
  expect((await api.as.admin.delete(`/people/${id}/work-patterns/${ours.id}`)).status).toBe(404);
  expect((await api.as.admin.get(`/people/${id}/work-patterns/${theirs.id}`)).status).toBe(404);
});

test('a manager sets the hours of the people they lead, and of nobody else (READINGS H)', async () => {
  const { manager } = api.as;
  const team = await buildTeam(api.as.owner, { lead_id: manager.personId });
  const led = await buildTeamMember(api.as.owner, { team_id: team.id });
  const other = await buildPerson(api.as.owner);
  const body = { work_pattern_id: (await buildWorkPattern(api.as.owner)).id, starts_on: '2026-01-01' };
  expect((await manager.post(`/people/${other.id}/work-patterns`, body)).status).toBe(403);
  expect((await manager.post(`/people/${String(led['person_id'])}/work-patterns`, body)).status).toBe(201);
  const theirs = await buildPersonWorkPattern(api.as.owner);
  expect((await manager.delete(`/people/${String(theirs['person_id'])}/work-patterns/${theirs.id}`)).status).toBe(403);
});

test('409 for a pattern in use and for bounded spans that overlap; 412 for a stale tag', async () => {
  const { admin } = api.as;
  const span = await buildPersonWorkPattern(api.as.owner, { ends_on: '2026-06-30' });
  const pattern = `/work-patterns/${String(span['work_pattern_id'])}`;
  const path = `/people/${String(span['person_id'])}/work-patterns`;
  expect((await admin.delete(pattern)).status).toBe(409);
  const body = { work_pattern_id: span['work_pattern_id'], starts_on: '2026-06-30' };
  const overlap = await admin.post(path, { ...body, ends_on: '2026-07-31' });
  expect([overlap.status, overlap.body.code]).toEqual([409, 'overlapping_span']);
  expect((await admin.patch(`${path}/${span.id}`, { ends_on: null }, { 'If-Match': '"8"' })).status).toBe(412);
  expect((await admin.delete(`${path}/${span.id}`)).status).toBe(204);
  expect((await admin.delete(pattern)).status).toBe(204);
  expect(await eventsOf(api, span.id)).toEqual({
    audited: ['person_work_pattern.created', 'person_work_pattern.deleted'],
    emitted: ['person_work_pattern.created', 'person_work_pattern.deleted'],
  });
});

test('a pattern starts in the middle of a week, and a bounded one lies on top of it until it is deleted', async () => {
  const { id } = await buildPerson(api.as.owner);
  const short = await buildWorkPattern(api.as.owner, { days: WEEKDAYS.map((weekday) => day(1, weekday, 240)) });
  await buildPersonWorkPattern(api.as.owner, { person_id: id, work_pattern_id: short.id, starts_on: '2026-11-25' });
  expect(await nominalOf(id, '2026-11-23', '2026-11-29')).toEqual([420, 420, 240, 240, 240, 0, 0]);

  const dates = { starts_on: '2026-11-24', ends_on: '2026-11-26' };
  const top = await buildPersonWorkPattern(api.as.owner, { person_id: id, ...dates });
  expect(await nominalOf(id, '2026-11-23', '2026-11-29')).toEqual([420, 420, 420, 420, 240, 0, 0]);
  await api.as.admin.delete(`/people/${id}/work-patterns/${top.id}`);
  expect(await nominalOf(id, '2026-11-23', '2026-11-29')).toEqual([420, 420, 240, 240, 240, 0, 0]);
});

test('a nine-day fortnight counts from its anchor in both directions', async () => {
  const days = [
    ...WEEKDAYS.map((weekday) => day(1, weekday)),
    ...WEEKDAYS.slice(0, 4).map((weekday) => day(2, weekday)),
  ];
  const pattern = await buildWorkPattern(api.as.owner, { cycle_weeks: 2, anchor_monday: '2026-11-23', days });
  const span = await buildPersonWorkPattern(api.as.owner, { work_pattern_id: pattern.id });
  const fridays = ['2026-11-13', '2026-11-20', '2026-11-27', '2026-12-04', '2026-12-11'];
  const found = await Promise.all(fridays.map((friday) => nominalOf(String(span['person_id']), friday, friday)));
  expect(found.flat()).toEqual([420, 0, 420, 0, 420]);
});

test('a night shift belongs to the date it starts on, and comes back as it was sent', async () => {
  const intervals = [{ start: '22:00', end: '06:00' }];
  const pattern = await buildWorkPattern(api.as.owner, { days: [{ week: 1, weekday: 2, intervals }] });
  expect(pattern['days']).toEqual([{ week: 1, weekday: 2, minutes: 480, intervals }]);
  const span = await buildPersonWorkPattern(api.as.owner, { work_pattern_id: pattern.id });
  expect(await nominalOf(String(span['person_id']), '2026-11-23', '2026-11-26')).toEqual([0, 480, 0, 0]);
});

test('changing a pattern moves the figures of all who follow it; a dry run says the same and does nothing', async () => {
  const { admin } = api.as;
  const pattern = await buildWorkPattern(api.as.owner);
  const people = await Promise.all(
    [1, 2].map(() => buildPersonWorkPattern(api.as.owner, { work_pattern_id: pattern.id, starts_on: '2026-11-23' })),
  );
  const ids = people.map((span) => String(span['person_id']));
  for (const person_id of ids) await buildAllocation(api.as.owner, { person_id, minutes_per_day: 60, percent: null });
  const body = { days: [day(1, 1, 100)] };
  const dry = await admin.patch(`/work-patterns/${pattern.id}?dry_run=true`, body);
  expect(dry.status).toBe(200);
  expect(await nominalOf(ids[0] ?? '', '2026-11-23', '2026-11-24')).toEqual([420, 420]);
  const real = await admin.patch(`/work-patterns/${pattern.id}`, body);
  expect(dry.body.impact.figures).toEqual(real.body.impact.figures);
  expect(dry.body.impact.totals).toEqual(real.body.impact.totals);
  for (const id of ids) expect(await nominalOf(id, '2026-11-23', '2026-11-25')).toEqual([100, 0, 0]);
  const renamed = await admin.patch(`/work-patterns/${pattern.id}`, { name: 'Renamed' });
  expect(renamed.body.impact).toMatchObject({ days_changed: 0 });
});
