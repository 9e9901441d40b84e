import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startApi, type TestApi } from '../support/api';
import { buildAbsence, buildAbsenceType, uniqueName } from '../support/resources';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

test('401 without a token, 403 for who may not write, 400', async () => {
  expect((await api.anonymous.get('/absence-types')).status).toBe(401);
  for (const client of [api.as.viewer, api.as.member, api.as.manager]) {
    expect((await client.post('/absence-types', {})).status).toBe(403);
  }
  expect((await api.as.admin.post('/absence-types', { label: 'A' })).body.errors[0]?.pointer).toBe('/key');
  expect((await api.as.admin.post('/absence-types', { key: 'a' })).body.errors[0]?.pointer).toBe('/label');
  const odd = await api.as.admin.post('/absence-types', { key: 'a', label: 'A', is_time_off: 'yes' });
  expect([odd.status, odd.body.errors[0]?.pointer]).toEqual([400, '/is_time_off']);
});

test('404 of another organisation', async () => {
  const { id } = await buildAbsenceType(api.stranger);
  expect((await api.as.admin.get(`/absence-types/${id}`)).status).toBe(404);
  expect((await api.as.admin.patch(`/absence-types/${id}`, { label: 'B' })).status).toBe(404);
  expect((await api.as.admin.delete(`/absence-types/${id}`)).status).toBe(404);
});

test('409 for a key that exists and for deleting a type in use; 412 for a stale tag', async () => {
  const { id, key } = await buildAbsenceType(api.as.owner);
  const path = `/absence-types/${id}`;
  expect((await api.as.admin.post('/absence-types', { key, label: 'Again' })).body.code).toBe('duplicate');
  const absence = await buildAbsence(api.as.owner, { type: key });
  const refused = await api.as.admin.delete(path);
  expect([refused.status, refused.body.code, refused.body['absences']]).toEqual([409, 'conflict', 1]);
  expect((await api.as.admin.patch(path, { label: 'B' }, { 'If-Match': '"4"' })).status).toBe(412);
  await api.as.admin.delete(`/absences/${absence.id}`);
  expect((await api.as.admin.delete(path)).status).toBe(204);
});

test('create, list, change; a type that stops being time off gives its minutes back', async () => {
  const key = uniqueName('type');
  const created = await api.as.admin.post('/absence-types', { key, label: 'Recovery', color: '#0f0' });
  expect(created.body).toMatchObject({ key, label: 'Recovery', is_time_off: true, color: '#0f0' });
  expect((await api.as.viewer.get('/absence-types')).body.items.map((type) => type['key'])).toContain(key);
  const { person_id } = await buildAbsence(api.as.owner, { type: key, end_date: '2026-11-23' });
  const changed = await api.as.admin.patch(`/absence-types/${created.body.id}`, { is_time_off: false, color: null });
  expect(changed.body).toMatchObject({ is_time_off: false, color: null, label: 'Recovery' });
  expect(changed.body.impact.figures).toMatchObject([
    { person_id, week: '2026-11-23', net_minutes: 2_100, before: { net_minutes: 1_680 } },
  ]);
});

test('a type is not deleted under an absence that is just being written', async () => {
  const { id, key } = await buildAbsenceType(api.as.owner);
  const person = await api.factory.person({ organization_id: api.organizationId });
  const holder = await api.database.admin.transaction();
  await holder('people').where({ id: person.id }).forNoKeyUpdate();
  const dates = { start_date: '2026-11-23', end_date: '2026-11-23' };
  const written = api.as.owner.post('/absences', { person_id: person.id, type: key, ...dates });
  await untilWaiting(1);
  const gone = api.as.admin.delete(`/absence-types/${id}`);
  await Promise.race([untilWaiting(2), gone]);
  await holder.commit();
  expect([(await written).status, (await gone).status]).toEqual([201, 409]);
});

/** Resolves when `count` sessions of this database wait for a lock. */
async function untilWaiting(count: number): Promise<void> {
  const waiting = api.database
    .admin('pg_stat_activity')
    .whereRaw(`datname = current_database() and wait_event_type = 'Lock'`);
  while ((await waiting.clone()).length < count) await new Promise((resolve) => setImmediate(resolve));
}
