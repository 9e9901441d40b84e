/** Worked time over HTTP: who writes whose, what a provider owns, what a closed month keeps, and that figures follow. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { newId } from '../../src/shared/ids';
import { startApi, type ApiClient, type TestApi } from '../support/api';
import type { Row } from '../support/factories';
import { buildPerson, buildProject, buildTimeEntry, eventsOf } from '../support/resources';

const MONDAY = '2027-03-01';
const TUESDAY = '2027-03-02';
let api: TestApi;
let person: Row;
beforeAll(async () => {
  api = await startApi();
});
beforeEach(async () => {
  person = await api.factory.person({ organization_id: api.organizationId });
});
afterAll(() => api.close());

const valid = () => ({ person_id: person.id, date: MONDAY, minutes: 60 });
const workedOn = async (date: string, id = person.id): Promise<unknown> =>
  (await api.as.viewer.get(`/capacity/days?person_id=${id}&from=${date}&to=${date}`)).body.items[0]?.['worked_minutes'];

describe('refusals, in order', () => {
  test('401 without a token, 403 for a viewer whatever the body', async () => {
    expect((await api.anonymous.get('/time-entries')).status).toBe(401);
    expect((await api.as.viewer.post('/time-entries', { nonsense: 1 })).status).toBe(403);
  });

  test.each([
    [{ person_id: undefined }, '/person_id'],
    [{ date: '2027-02-29' }, '/date'],
    [{ minutes: 0 }, '/minutes'],
    [{ minutes: 1_441 }, '/minutes'],
    [{ minutes: 7.5 }, '/minutes'],
    [{ hours: 1 }, '/hours'],
    [{ person_id: newId() }, '/person_id'],
    [{ project_id: newId() }, '/project_id'],
  ])('400 for %j names %s', async (change, pointer) => {
    const answer = await api.as.admin.post('/time-entries', { ...valid(), ...change });
    expect([answer.status, answer.body.errors[0]?.pointer]).toEqual([400, pointer]);
  });

  test('400 for a reversed range, and for a person or project of another organisation', async () => {
    const reversed = await api.as.viewer.get('/time-entries?from=2027-02-01&to=2027-01-01');
    expect([reversed.status, reversed.body.errors[0]?.pointer]).toEqual([400, '/query/to']);
    const foreign = {
      person_id: (await buildPerson(api.stranger)).id,
      project_id: (await buildProject(api.stranger)).id,
    };
    for (const [field, id] of Object.entries(foreign)) {
      const answer = await api.as.admin.post('/time-entries', { ...valid(), [field]: id });
      expect([answer.status, answer.body.code, answer.body.errors[0]?.pointer]).toEqual([
        400,
        'reference_not_found',
        `/${field}`,
      ]);
    }
  });

  test('404 of another organisation', async () => {
    const { id } = await buildTimeEntry(api.stranger);
    for (const path of [`/time-entries/${id}`, `/time-entries/${newId()}`]) {
      expect((await api.as.admin.get(path)).status).toBe(404);
      expect((await api.as.member.patch(path, { minutes: 1 })).status).toBe(404);
      expect((await api.as.admin.delete(path)).status).toBe(404);
    }
  });

  test('403 by record: only for oneself and the people one leads', async () => {
    const { id } = await buildTimeEntry(api.as.owner, valid());
    for (const client of [api.as.member, api.as.manager]) {
      expect((await client.post('/time-entries', valid())).status).toBe(403);
      expect((await client.patch(`/time-entries/${id}`, { note: 'x' })).status).toBe(403);
      expect((await client.delete(`/time-entries/${id}`)).status).toBe(403);
      const own = await buildTimeEntry(client, { ...valid(), date: '2027-03-08', person_id: client.personId });
      expect((await client.patch(`/time-entries/${own.id}`, { person_id: person.id })).status).toBe(403);
    }
    const led = await buildPerson(api.as.owner, { manager_id: api.as.manager.personId });
    expect((await api.as.manager.post('/time-entries', { ...valid(), person_id: led.id })).status).toBe(201);
  });

  test('412 for a stale tag', async () => {
    const { id } = await buildTimeEntry(api.as.owner, valid());
    const stale = await api.as.admin.patch(`/time-entries/${id}`, { minutes: 5 }, { 'If-Match': '"3"' });
    expect([stale.status, stale.body.code]).toEqual([412, 'stale_version']);
  });

  test('409 for what a provider sent: it is read here and changed there', async () => {
    const { id } = await api.factory.timeEntry({ person_id: person.id, source: 'gryzzly' });
    const path = `/time-entries/${id}`;
    for (const answer of [await api.as.admin.patch(path, { note: 'x' }), await api.as.owner.delete(path)]) {
      expect([answer.status, answer.body.code, answer.body['source']]).toEqual([409, 'provider_record', 'gryzzly']);
    }
    expect((await api.as.viewer.get(path)).body).toMatchObject({ source: 'gryzzly', minutes: 60, date: MONDAY });
  });
});

test('create, change, clear, delete: the ledger follows, with audit and events', async () => {
  const { id: project_id } = await buildProject(api.as.owner);
  const created = await api.as.member.post('/time-entries', {
    ...valid(),
    person_id: api.as.member.personId,
    project_id,
    note: 'Kick-off',
    source: 'gryzzly',
  });
  expect(created.status).toBe(201);
  expect(created.body).toMatchObject({ project_id, date: MONDAY, minutes: 60, note: 'Kick-off', source: 'manual' });
  expect(created.body.impact).toMatchObject({ days_changed: 1, conflicts: { opened: [] }, figures: [] });
  const me = api.as.member.personId ?? '';
  expect(await workedOn(MONDAY, me)).toBe(60);

  const path = `/time-entries/${created.body.id}`;
  expect((await api.as.member.patch(path, (await api.as.viewer.get(path)).body)).body.impact.days_changed).toBe(0);
  const moved = await api.as.member.patch(path, { date: TUESDAY, minutes: 90, project_id: null, note: null });
  expect(moved.body).toMatchObject({ project_id: null, note: null, minutes: 90, impact: { days_changed: 2 } });
  expect([await workedOn(MONDAY, me), await workedOn(TUESDAY, me)]).toEqual([0, 90]);
  expect((await api.as.member.delete(path)).status).toBe(204);
  expect(await workedOn(TUESDAY, me)).toBe(0);
  expect((await api.as.viewer.get(path)).status).toBe(404);
  const events = ['time_entry.created', 'time_entry.updated', 'time_entry.updated', 'time_entry.deleted'];
  expect(await eventsOf(api, created.body.id)).toEqual({ audited: events, emitted: events });
});

test('a dry run answers what the real write will do and writes nothing', async () => {
  const dry = await api.as.admin.post('/time-entries?dry_run=true', valid());
  expect([dry.status, dry.body['dry_run'], dry.body.impact.days_changed]).toEqual([200, true, 1]);
  expect(await workedOn(MONDAY)).toBe(0);
});

test('a day with entries of a provider and by hand keeps both, with their source', async () => {
  await api.factory.timeEntry({ person_id: person.id, minutes: 120, source: 'gryzzly' });
  await buildTimeEntry(api.as.admin, valid());
  expect(await workedOn(MONDAY)).toBe(180);
  const list = async (query: string, client: ApiClient = api.as.viewer): Promise<unknown[]> =>
    (await client.get(`/time-entries?person_id=${person.id}&${query}`)).body.items.map((one) => one['source']);
  expect((await list('')).sort()).toEqual(['gryzzly', 'manual']);
  expect(await list('source=manual')).toEqual(['manual']);
  expect(await list(`from=${TUESDAY}`)).toEqual([]);
  expect(await list(`to=${MONDAY}`)).toHaveLength(2);
  expect(await list(`project_id=${newId()}`)).toEqual([]);
  expect(await list('', api.stranger)).toEqual([]);
});

test('a closed month keeps minutes, people and projects; a note passes', async () => {
  const { id } = await buildTimeEntry(api.as.admin, valid());
  const later = await buildTimeEntry(api.as.admin, { ...valid(), date: '2027-04-01' });
  const { id: project_id } = await buildProject(api.as.owner);
  await api.as.admin.post('/periods/2027-03:close');
  const path = `/time-entries/${id}`;
  for (const answer of [
    await api.as.admin.post('/time-entries', valid()),
    await api.as.admin.patch(path, { minutes: 61 }),
    await api.as.admin.patch(path, { project_id }),
    await api.as.admin.patch(path, { date: '2027-04-02' }),
    await api.as.admin.patch(`/time-entries/${later.id}`, { date: MONDAY }),
    await api.as.admin.delete(path),
  ]) {
    expect([answer.status, answer.body.code, answer.body['months']]).toEqual([409, 'period_closed', ['2027-03']]);
  }
  expect((await api.as.admin.patch(path, { note: 'Only a note' })).status).toBe(200);
  await api.as.admin.post('/periods/2027-03:reopen');
  expect((await api.as.admin.delete(path)).status).toBe(204);
});
