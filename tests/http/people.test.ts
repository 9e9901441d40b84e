import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newId } from '../../src/shared/ids';
import { startApi, type TestApi } from '../support/api';
import { buildAllocation, buildPerson, eventsOf, uniqueName } from '../support/resources';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

describe('refusals, in order', () => {
  test('401 without a token', async () => {
    expect((await api.anonymous.get('/people')).status).toBe(401);
    expect((await api.anonymous.post('/people', {})).status).toBe(401);
  });

  test('403 by role comes before the body is judged', async () => {
    const { viewer, member, manager } = api.as;
    for (const client of [viewer, member, manager]) {
      const answer = await client.post('/people', { nonsense: true });
      expect([answer.status, answer.body.code]).toEqual([403, 'forbidden']);
    }
  });

  test.each([
    [{}, '/full_name'],
    [{ full_name: '   ' }, '/full_name'],
    [{ full_name: 'A', weekly_hours_default: 35.123 }, '/weekly_hours_default'],
    [{ full_name: 'A', weekly_hours_default: 169 }, '/weekly_hours_default'],
    [{ full_name: 'A', nickname: 'B' }, '/nickname'],
    [{ full_name: 'A', manager_id: 'nobody' }, '/manager_id'],
    [{ full_name: 'A', source: 'elsewhere' }, '/source'],
  ])('400 for %j names %s', async (body, pointer) => {
    const answer = await api.as.admin.post('/people', body);
    expect(answer.status).toBe(400);
    expect(answer.body.errors.map((error) => error.pointer)).toContain(pointer);
  });

  test('400 for an unknown query parameter, by name', async () => {
    const answer = await api.as.viewer.get('/people?sort=name');
    expect([answer.status, answer.body.errors[0]?.pointer]).toEqual([400, '/query/sort']);
  });

  test('400 for a manager who is unknown, of another organisation, the person, or one of their reports', async () => {
    const { admin } = api.as;
    const foreign = await buildPerson(api.stranger);
    for (const manager_id of [newId(), foreign.id]) {
      const answer = await admin.post('/people', { full_name: 'A', manager_id });
      expect([answer.status, answer.body.code, answer.body.errors[0]?.pointer]).toEqual([
        400,
        'reference_not_found',
        '/manager_id',
      ]);
    }
    const top = await buildPerson(api.as.owner);
    const middle = await buildPerson(api.as.owner, { manager_id: top.id });
    const low = await buildPerson(api.as.owner, { manager_id: middle.id });
    expect((await admin.patch(`/people/${top.id}`, { manager_id: top.id })).status).toBe(400);
    expect((await admin.patch(`/people/${top.id}`, { manager_id: low.id })).status).toBe(409);
  });

  test('404 of another organisation is that of an unknown one', async () => {
    const { id } = await buildPerson(api.stranger);
    const { admin } = api.as;
    for (const path of [`/people/${id}`, `/people/${newId()}`, '/people/nobody']) {
      expect((await admin.get(path)).status).toBe(404);
      expect((await admin.patch(path, { full_name: 'B' })).status).toBe(404);
      expect((await admin.delete(path)).status).toBe(404);
    }
  });

  test('412 for a stale tag, and the record as it was', async () => {
    const { admin } = api.as;
    const { id } = await buildPerson(api.as.owner, { full_name: 'Before' });
    const stale = await admin.patch(`/people/${id}`, { full_name: 'After' }, { 'If-Match': '"7"' });
    expect([stale.status, stale.body.code]).toEqual([412, 'stale_version']);
    expect((await admin.get(`/people/${id}`)).body['full_name']).toBe('Before');
  });
});

test('create, read, change, clear and delete', async () => {
  const { admin, viewer } = api.as;
  const created = await admin.post('/people', {
    full_name: ' Ada Lovelace ',
    cost_center: 'R&D',
    weekly_hours_default: 33.33,
    source: 'import',
  });
  expect(created.status).toBe(201);
  expect(created.headers.get('location')).toBe(`/api/v1/people/${created.body.id}`);
  expect(created.body).toMatchObject({
    org_id: api.organizationId,
    full_name: 'Ada Lovelace',
    active: true,
    manager_id: null,
    cost_center: 'R&D',
    location: null,
    weekly_hours_default: 33.33,
    source: 'import',
    version: 1,
  });
  const path = `/people/${created.body.id}`;
  const read = await viewer.get(path);
  expect([read.status, read.headers.get('etag')]).toEqual([200, '"1"']);
  expect((await viewer.get(path, { 'If-None-Match': '"1"' })).status).toBe(304);

  const same = await admin.patch(path, read.body, { 'If-Match': '"1"' });
  expect([same.status, same.body.version]).toEqual([200, 2]);
  const changed = await admin.patch(path, { cost_center: null, weekly_hours_default: 0 });
  expect(changed.body).toMatchObject({ cost_center: null, weekly_hours_default: 0, full_name: 'Ada Lovelace' });

  expect((await admin.delete(path)).status).toBe(204);
  expect((await viewer.get(path)).status).toBe(404);
  const tombstones = await viewer.get(`/people?modified_since=2026-01-01T00:00:00Z&q=Ada Lovelace`);
  expect(tombstones.body.items[0]?.['deleted_at']).not.toBeNull();
});

test('the search finds parts of names in any case and takes wildcards literally', async () => {
  const { viewer } = api.as;
  const name = uniqueName('Zoé_');
  await buildPerson(api.as.owner, { full_name: name });
  expect((await viewer.get(`/people?q=${encodeURIComponent(name.toUpperCase().slice(1))}`)).body.total).toBe(1);
  expect((await viewer.get('/people?q=Zo%25_')).body.total).toBe(0);
});

test('pages follow one another by cursor, in the order of names', async () => {
  const { viewer } = api.as;
  await Promise.all([1, 2, 3].map(() => buildPerson(api.as.owner)));
  const names: unknown[] = [];
  let cursor = '';
  do {
    const page = await viewer.get(`/people?page_size=2${cursor}`);
    names.push(...page.body.items.map((person) => person['full_name']));
    cursor = page.body.next_cursor === null ? '' : `&cursor=${page.body.next_cursor}`;
  } while (cursor !== '');
  expect(names).toEqual([...names].sort());
  expect(names).toHaveLength((await viewer.get('/people')).body.total);
});

test('weekly hours move the figures of booked days; a dry run says so and writes nothing', async () => {
  const { admin } = api.as;
  const person = await buildPerson(api.as.owner);
  await buildAllocation(api.as.owner, { person_id: person.id, percent: 100 });
  const dry = await admin.patch(`/people/${person.id}?dry_run=true`, { weekly_hours_default: 17.5 });
  expect(dry.status).toBe(200);
  expect(dry.body['dry_run']).toBe(true);
  expect((await admin.get(`/people/${person.id}`)).body.version).toBe(1);
  const real = await admin.patch(`/people/${person.id}`, { weekly_hours_default: 17.5 });
  const impact = real.body['impact'] as { figures: { week: string; net_minutes: number; before: unknown }[] };
  expect(impact.figures.find((figure) => figure.week === '2026-11-23')).toMatchObject({
    net_minutes: 1_050,
    firm_minutes: 1_050,
    before: { net_minutes: 2_100, firm_minutes: 2_100 },
  });
  expect(dry.body['impact']).toEqual(real.body['impact']);
});

test('a deleted person takes their figures along; audit and events tell of it', async () => {
  const { admin } = api.as;
  const person = await buildPerson(api.as.owner);
  await buildAllocation(api.as.owner, { person_id: person.id });
  const gone = await admin.delete(`/people/${person.id}`, { Prefer: 'return=representation' });
  expect(gone.status).toBe(200);
  expect(gone.body['impact']).toMatchObject({ totals: { firm_minutes: 0, before: { firm_minutes: 2_100 } } });
  const written = ['person.created', 'person.deleted'];
  expect(await eventsOf(api, person.id)).toEqual({ audited: written, emitted: written });
});

test('an idempotency key makes one person of two equal requests', async () => {
  const { admin } = api.as;
  const body = { full_name: uniqueName('Once') };
  const headers = { 'Idempotency-Key': newId() };
  const first = await admin.post('/people', body, headers);
  const second = await admin.post('/people', body, headers);
  expect([second.status, second.body.id]).toEqual([201, first.body.id]);
  expect((await admin.post('/people', { full_name: 'Other' }, headers)).status).toBe(422);
});
