import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newId } from '../../src/shared/ids';
import { startApi, type TestApi } from '../support/api';
import { buildAllocation, buildCalendar, buildHoliday, buildPersonCalendar, eventsOf } from '../support/resources';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

describe('one by one', () => {
  test('401 without a token, 403 for who may not write', async () => {
    const { id } = await buildCalendar(api.as.owner);
    expect((await api.anonymous.get(`/calendars/${id}/holidays`)).status).toBe(401);
    expect((await api.as.manager.post(`/calendars/${id}/holidays`, {})).status).toBe(403);
  });

  test.each([
    [{ label: 'A' }, '/date'],
    [{ date: '2026-05-01' }, '/label'],
    [{ date: '2026-05-32', label: 'A' }, '/date'],
    [{ date: '2026-05-01', label: 'A', part: 'evening' }, '/part'],
    [{ date: '2026-05-01', label: 'A', part: 'morning', hours: 3 }, '/hours'],
    [{ date: '2026-05-01', label: 'A', part: 'morning', is_full_day: true }, '/is_full_day'],
    [{ date: '2026-05-01', label: 'A', is_full_day: false }, '/is_full_day'],
    [{ date: '2026-05-01', label: 'A', is_full_day: true, hours: 3 }, '/hours'],
    [{ date: '2026-05-01', label: 'A', is_full_day: false, hours: 0 }, '/hours'],
    [{ date: '2026-05-01', label: 'A', kind: 'private' }, '/kind'],
  ])('400 for %j names %s', async (body, pointer) => {
    const { id } = await buildCalendar(api.as.owner);
    const answer = await api.as.admin.post(`/calendars/${id}/holidays`, body);
    expect([answer.status, answer.body.errors[0]?.pointer]).toEqual([400, pointer]);
  });

  test('404 for a calendar or holiday that is unknown, of another organisation or of another calendar', async () => {
    const theirs = await buildHoliday(api.stranger);
    const ours = await buildHoliday(api.as.owner);
    const other = await buildCalendar(api.as.owner);
    expect((await api.as.admin.get(`/calendars/${newId()}/holidays`)).status).toBe(404);
    expect((await api.as.admin.get(`/calendars/${String(theirs['calendar_id'])}/holidays`)).status).toBe(404);
    expect((await api.as.admin.delete(`/calendars/${other.id}/holidays/${ours.id}`)).status).toBe(404);
    expect((await api.as.admin.patch(`/calendars/${other.id}/holidays/${theirs.id}`, { label: 'B' })).status).toBe(404);
  });

  test('412 for a stale tag', async () => {
    const { id, calendar_id } = await buildHoliday(api.as.owner);
    const path = `/calendars/${String(calendar_id)}/holidays/${id}`;
    expect((await api.as.admin.patch(path, { label: 'B' }, { 'If-Match': '"2"' })).status).toBe(412);
  });

  test('add, list by year, change in each way, delete', async () => {
    const { id } = await buildCalendar(api.as.owner);
    const path = `/calendars/${id}/holidays`;
    const full = await api.as.admin.post(path, { calendar_id: id, date: '2026-05-01', label: 'Fête du travail' });
    expect(full.body).toMatchObject({ part: 'full', is_full_day: true, hours: null, kind: 'public', source: 'manual' });
    const v9 = await api.as.admin.post(path, { date: '2026-12-24', label: 'Early', is_full_day: false, hours: 3.5 });
    expect(v9.body).toMatchObject({ part: null, is_full_day: false, hours: 3.5 });
    await api.as.admin.post(path, { date: '2027-01-01', label: 'Next', part: 'morning', kind: 'closure' });
    const listed = await api.as.viewer.get(`${path}?year=2026`);
    expect(listed.body.items.map((holiday) => holiday.date)).toEqual(['2026-05-01', '2026-12-24']);

    const own = `${path}/${v9.body.id}`;
    const again = await api.as.admin.patch(own, (await api.as.viewer.get(own)).body);
    expect(again.body).toMatchObject({ part: null, hours: 3.5 });
    expect((await api.as.admin.patch(own, { part: 'afternoon' })).body).toMatchObject({
      hours: null,
      is_full_day: false,
    });
    expect((await api.as.admin.patch(own, { is_full_day: true })).body).toMatchObject({ part: 'full' });
    expect((await api.as.admin.delete(own)).status).toBe(204);
    expect((await api.as.viewer.get(own)).status).toBe(404);
  });

  test('a holiday moves one day of those who follow the calendar, and reject refuses it', async () => {
    const { calendar_id, person_id } = await buildPersonCalendar(api.as.owner);
    await buildAllocation(api.as.owner, { person_id, percent: 100 });
    const path = `/calendars/${String(calendar_id)}/holidays`;
    const body = { date: '2026-11-25', label: 'Closed', part: 'afternoon' };
    const refused = await api.as.admin.post(`${path}?on_conflict=reject`, body);
    expect([refused.status, refused.body.code]).toEqual([409, 'planning_conflict']);
    const dry = await api.as.admin.post(`${path}?dry_run=true`, body);
    expect([dry.status, dry.body['dry_run']]).toEqual([200, true]);
    const added = await api.as.admin.post(path, body);
    expect(added.body.impact.days_changed).toBe(1);
    expect(added.body.impact.conflicts.opened).toMatchObject([
      { kind: 'on_holiday', person_id, days: [{ date: '2026-11-25', minutes_over: 210 }] },
    ]);
    const days = await api.as.viewer.get(`/capacity/days?person_id=${String(person_id)}&from=2026-11-25&to=2026-11-25`);
    expect(days.body.items[0]).toMatchObject({ nominal_minutes: 420, holiday_minutes: 210, net_minutes: 210 });
    const removed = await api.as.admin.delete(`${path}/${added.body.id}`, { Prefer: 'return=representation' });
    expect(removed.body.impact.conflicts.closed).toHaveLength(1);
  });
});

describe('generated', () => {
  const france2026 = { country: 'FR', years: [2026] };

  test('401, 403 by role, 400, 404', async () => {
    const { id } = await buildCalendar(api.as.owner);
    const foreign = await buildCalendar(api.stranger);
    const path = `/calendars/${id}/holidays:generate`;
    expect((await api.anonymous.post(path, france2026)).status).toBe(401);
    expect((await api.as.manager.post(path, france2026)).status).toBe(403);
    const cases: [object, string][] = [
      [{ years: [2026] }, '/country'],
      [{ country: 'ZZ', years: [2026] }, '/country'],
      [{ country: 'FR', region: 'constructor', years: [2026] }, '/region'],
      [{ country: 'FR', years: [] }, '/years'],
      [{ country: 'FR', years: [1700] }, '/years/0'],
    ];
    for (const [body, pointer] of cases) {
      const answer = await api.as.admin.post(path, body);
      expect([answer.status, answer.body.errors[0]?.pointer]).toEqual([400, pointer]);
    }
    expect((await api.as.admin.post(`/calendars/${foreign.id}/holidays:generate`, france2026)).status).toBe(404);
  });

  test('twice adds none; a deleted day stays deleted, an edited one stays edited; a region adds its own', async () => {
    const { id } = await buildCalendar(api.as.owner);
    const path = `/calendars/${id}/holidays`;
    const first = await api.as.admin.post(`${path}:generate`, france2026);
    expect([first.status, first.body['added'], first.body['kept']]).toEqual([200, 11, 0]);
    const days = (await api.as.viewer.get(path)).body.items;
    expect(days[2]).toMatchObject({ date: '2026-05-01', label: 'Fête du travail', part: 'full', source: 'generated' });
    expect(await eventsOf(api, days[2]!.id)).toEqual({ audited: ['holiday.created'], emitted: ['holiday.created'] });

    await api.as.admin.delete(`${path}/${days[0]!.id}`);
    await api.as.admin.patch(`${path}/${days[1]!.id}`, { date: '2026-04-07', label: 'Moved' });
    const second = await api.as.admin.post(`${path}:generate`, france2026);
    expect([second.body['added'], second.body['kept']]).toEqual([0, 11]);
    expect((await api.as.viewer.get(path)).body.total).toBe(10);

    const moselle = await api.as.admin.post(`${path}:generate`, { country: 'fr', region: '57', years: [2026] });
    expect([moselle.body['added'], moselle.body['kept']]).toEqual([2, 11]);
  });

  test('five at once add each day once', async () => {
    const { id } = await buildCalendar(api.as.owner);
    const path = `/calendars/${id}/holidays:generate`;
    const answers = await Promise.all(Array.from({ length: 5 }, () => api.as.admin.post(path, france2026)));
    expect(answers.map((answer) => [answer.status, answer.body['added']]).sort()).toEqual([
      [200, 0],
      [200, 0],
      [200, 0],
      [200, 0],
      [200, 11],
    ]);
  });

  test('a dry run gives the impact of the real one and writes nothing', async () => {
    const { calendar_id, person_id } = await buildPersonCalendar(api.as.owner);
    const path = `/calendars/${String(calendar_id)}/holidays`;
    const dry = await api.as.admin.post(`${path}:generate?dry_run=true`, france2026);
    expect((await api.as.viewer.get(path)).body.total).toBe(0);
    const real = await api.as.admin.post(`${path}:generate`, france2026);
    expect(dry.body).toEqual({ dry_run: true, impact: real.body.impact });
    const weeks = real.body.impact.figures
      .filter((figure) => figure.person_id === person_id)
      .map((figure) => figure.week);
    expect(weeks).toContain('2026-12-21');
  });
});
