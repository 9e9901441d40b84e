import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { newId } from '../../src/shared/ids';
import { startApi, type TestApi } from '../support/api';
import { buildAllocation, buildEngagement, buildPerson } from '../support/resources';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

interface Conflict {
  kind: string;
}
interface Impact {
  totals: { net_minutes: number; before: { net_minutes: number } };
  conflicts: { opened: Conflict[]; closed: Conflict[] };
}

test('401 without a token, 403 for who may not write', async () => {
  const { id } = await buildPerson(api.as.owner);
  expect((await api.anonymous.get(`/people/${id}/engagements`)).status).toBe(401);
  const { viewer, member, manager } = api.as;
  for (const client of [viewer, member, manager]) {
    expect((await client.post(`/people/${id}/engagements`, {})).status).toBe(403);
  }
});

test.each([
  [{ start_date: '2026-01-01' }, '/type'],
  [{ type: 'intern', start_date: '2026-01-01' }, '/type'],
  [{ type: 'employee' }, '/start_date'],
  [{ type: 'employee', start_date: '2026-02-30' }, '/start_date'],
  [{ type: 'employee', start_date: '2026-02-01', end_date: '2026-01-31' }, '/end_date'],
  [{ type: 'employee', start_date: '2026-02-01', weekly_hours_default: -1 }, '/weekly_hours_default'],
  [{ type: 'employee', start_date: '2026-02-01', hours: 1 }, '/hours'],
])('400 for %j names %s', async (body, pointer) => {
  const { id } = await buildPerson(api.as.owner);
  const answer = await api.as.admin.post(`/people/${id}/engagements`, body);
  expect([answer.status, answer.body.errors[0]?.pointer]).toEqual([400, pointer]);
});

test('404 for a person or engagement that is unknown, of another organisation, or of another person', async () => {
  const { admin } = api.as;
  const foreign = await buildEngagement(api.stranger);
  const ours = await buildEngagement(api.as.owner);
  const somebody = await buildPerson(api.as.owner);
  for (const id of [newId(), foreign['person_id'] as string]) {
    expect((await admin.get(`/people/${id}/engagements`)).status).toBe(404);
    expect((await admin.post(`/people/${id}/engagements`, { type: 'employee', start_date: '2026-01-01' })).status).toBe(
      404,
    );
  }
  expect((await admin.get(`/people/${somebody.id}/engagements/${ours.id}`)).status).toBe(404);
  expect((await admin.delete(`/people/${somebody.id}/engagements/${foreign.id}`)).status).toBe(404);
});

test('409 when two engagements as employee overlap; other kinds may', async () => {
  const { admin } = api.as;
  const { id } = await buildPerson(api.as.owner);
  await buildEngagement(api.as.owner, { person_id: id, end_date: '2026-06-30' });
  const path = `/people/${id}/engagements`;
  const overlap = await admin.post(path, { type: 'employee', start_date: '2026-06-30' });
  expect([overlap.status, overlap.body.code]).toEqual([409, 'overlapping_span']);
  expect((await admin.post(path, { type: 'employee', start_date: '2026-07-01' })).status).toBe(201);
  expect((await admin.post(path, { type: 'contractor', start_date: '2026-06-01' })).status).toBe(201);
});

test('412 for a stale tag', async () => {
  const { id, person_id } = await buildEngagement(api.as.owner);
  const path = `/people/${String(person_id)}/engagements/${id}`;
  const stale = await api.as.admin.patch(path, { notes: 'x' }, { 'If-Match': '"9"' });
  expect(stale.status).toBe(412);
});

test('add, list, change, clear and remove; notes are for admins', async () => {
  const { admin, viewer } = api.as;
  const { id } = await buildPerson(api.as.owner);
  const path = `/people/${id}/engagements`;
  const created = await admin.post(path, {
    person_id: id,
    type: 'employee',
    start_date: '2026-01-01',
    end_date: '2026-12-31',
    weekly_hours_default: 28,
    notes: 'trial',
  });
  expect(created.status).toBe(201);
  expect(created.body).toMatchObject({
    person_id: id,
    payroll_eligible: true,
    weekly_hours_default: 28,
    notes: 'trial',
  });
  const own = `${path}/${created.body.id}`;
  expect((await viewer.get(path)).body.items[0]).toMatchObject({ id: created.body.id, notes: null });
  const changed = await admin.patch(own, { end_date: null, weekly_hours_default: null, payroll_eligible: false });
  expect(changed.body).toMatchObject({ end_date: null, weekly_hours_default: null, payroll_eligible: false });
  expect((await admin.patch(own, { end_date: '2025-01-01' })).status).toBe(400);
  expect((await admin.delete(own)).status).toBe(204);
  expect((await viewer.get(path)).body.total).toBe(0);
});

test('the first engagement bounds a person who was employed on every date; removing it lifts the bound (READINGS 6)', async () => {
  const { admin } = api.as;
  const person = await buildPerson(api.as.owner);
  await buildAllocation(api.as.owner, { person_id: person.id });
  const path = `/people/${person.id}/engagements`;
  const first = await admin.post(path, { type: 'employee', start_date: '2026-11-25', end_date: '2026-12-31' });
  const bound = first.body['impact'] as Impact;
  expect(bound.conflicts.opened.map((conflict) => conflict.kind)).toEqual(['outside_engagement']);
  expect(bound.totals.net_minutes).toBeLessThan(bound.totals.before.net_minutes);
  const removed = await admin.delete(`${path}/${first.body.id}`, { Prefer: 'return=representation' });
  const lifted = removed.body['impact'] as Impact;
  expect(lifted.conflicts.closed.map((conflict) => conflict.kind)).toEqual(['outside_engagement']);
});

test('on_conflict=reject refuses an engagement that leaves bookings outside, and writes nothing', async () => {
  const { admin } = api.as;
  const person = await buildPerson(api.as.owner);
  await buildAllocation(api.as.owner, { person_id: person.id });
  const path = `/people/${person.id}/engagements`;
  const refused = await admin.post(`${path}?on_conflict=reject`, { type: 'employee', start_date: '2026-11-25' });
  expect([refused.status, refused.body.code]).toEqual([409, 'planning_conflict']);
  expect((await admin.get(path)).body.total).toBe(0);
});
