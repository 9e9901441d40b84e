import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { newId } from '../../src/shared/ids';
import { startApi, type TestApi } from '../support/api';
import {
  buildAllocation,
  buildPerson,
  buildProject,
  buildTeam,
  buildTimeEntry,
  eventsOf,
  uniqueName,
} from '../support/resources';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

test('401 without a token, 403 for who may not write', async () => {
  expect((await api.anonymous.get('/projects')).status).toBe(401);
  for (const client of [api.as.viewer, api.as.member]) {
    expect((await client.post('/projects', { bad: true })).status).toBe(403);
  }
});

test.each([
  [{}, '/name'],
  [{ name: 'A', status: 'late' }, '/status'],
  [{ name: 'A', priority: 1.5 }, '/priority'],
  [{ name: 'A', start_date: '2026-02-01', end_date: '2026-01-01' }, '/end_date'],
  [{ name: 'A', tags: 'red' }, '/tags'],
  [{ name: 'A', key: null }, '/key'],
  [{ name: 'A', budget: 1 }, '/budget'],
])('400 for %j names %s', async (body, pointer) => {
  const answer = await api.as.manager.post('/projects', body);
  expect([answer.status, answer.body.errors[0]?.pointer]).toEqual([400, pointer]);
});

test('400 for an owner or team that is unknown or of another organisation', async () => {
  const foreign = { owner_id: (await buildPerson(api.stranger)).id, team_id: (await buildTeam(api.stranger)).id };
  for (const field of ['owner_id', 'team_id'] as const) {
    for (const id of [newId(), foreign[field]]) {
      const answer = await api.as.manager.post('/projects', { name: 'A', [field]: id });
      expect([answer.status, answer.body.code, answer.body.errors[0]?.pointer]).toEqual([
        400,
        'reference_not_found',
        `/${field}`,
      ]);
    }
  }
});

test('404 of another organisation', async () => {
  const { id } = await buildProject(api.stranger);
  expect((await api.as.admin.get(`/projects/${id}`)).status).toBe(404);
  expect((await api.as.admin.patch(`/projects/${id}`, { name: 'B' })).status).toBe(404);
  expect((await api.as.admin.delete(`/projects/${id}`)).status).toBe(404);
});

test('409 for a key that exists and for deleting a project people are booked on; 412 for a stale tag', async () => {
  const { id, key } = await buildProject(api.as.owner);
  const path = `/projects/${id}`;
  expect((await api.as.manager.post('/projects', { name: 'A', key })).body.code).toBe('duplicate');
  const allocation = await buildAllocation(api.as.owner, { project_id: id });
  const refused = await api.as.manager.delete(path);
  expect([refused.status, refused.body.code, refused.body['allocations']]).toEqual([409, 'conflict', 1]);
  const entry = await buildTimeEntry(api.as.owner, { project_id: id });
  expect((await api.as.manager.patch(path, { name: 'B' }, { 'If-Match': '"4"' })).status).toBe(412);
  await api.as.owner.delete(`/allocations/${allocation.id}`);
  expect((await api.as.manager.delete(path)).body).toMatchObject({ allocations: 0, time_entries: 1, status: 409 });
  await api.as.owner.delete(`/time-entries/${entry.id}`);
  expect((await api.as.manager.delete(path)).status).toBe(204);
});

test('create, change, clear, search, delete', async () => {
  const team = await buildTeam(api.as.owner);
  const name = uniqueName('Refonte été');
  const created = await api.as.manager.post('/projects', { name, team_id: team.id, tags: ['a', 'b'], priority: 3 });
  expect(created.status).toBe(201);
  expect(created.headers.get('location')).toBe(`/api/v1/projects/${created.body.id}`);
  expect(created.body).toMatchObject({ name, status: 'active', team_id: team.id, tags: ['a', 'b'], priority: 3 });
  expect(created.body['key']).toBe(name.toUpperCase().replace('ÉTÉ', 'ETE').replaceAll(' ', '-'));
  const twin = await api.as.manager.post('/projects', { name });
  expect(twin.body['key']).toBe(`${String(created.body['key'])}-2`);

  const path = `/projects/${created.body.id}`;
  expect((await api.as.manager.patch(path, (await api.as.viewer.get(path)).body)).status).toBe(200);
  const changed = await api.as.manager.patch(path, {
    team_id: null,
    tags: [],
    status: 'paused',
    start_date: '2026-01-01',
  });
  expect(changed.body).toMatchObject({
    team_id: null,
    tags: [],
    status: 'paused',
    start_date: '2026-01-01',
    end_date: null,
  });
  expect((await api.as.manager.patch(path, { end_date: '2025-12-31' })).status).toBe(400);

  const ids = async (query: string): Promise<string[]> =>
    (await api.as.viewer.get(`/projects?${query}`)).body.items.map((project) => project.id);
  expect(await ids(`q=${encodeURIComponent(name)}&status=paused`)).toEqual([created.body.id]);
  expect(await ids(`team_id=${team.id}`)).toEqual([]);
  expect((await api.as.manager.delete(path)).status).toBe(204);
  expect((await api.as.viewer.get(path)).status).toBe(404);
  const { audited } = await eventsOf(api, created.body.id);
  expect(audited).toEqual(['project.created', 'project.updated', 'project.updated', 'project.deleted']);
});

test.each([
  ['booked', '/allocations', { start_date: '2027-03-01', end_date: '2027-03-05' }],
  ['worked on', '/time-entries', { date: '2027-03-01', minutes: 60 }],
])('deleting a project while it is %s: exactly one of the two goes through', async (_, path, fields) => {
  for (let round = 0; round < 4; round += 1) {
    const project = await buildProject(api.as.admin);
    const person = await api.factory.person({ organization_id: api.organizationId });
    const [written, deleted] = await Promise.all([
      api.as.admin.post(path, { ...fields, person_id: person.id, project_id: project.id }),
      api.as.admin.delete(`/projects/${project.id}`),
    ]);
    expect([
      [201, 409],
      [400, 204],
    ]).toContainEqual([written.status, deleted.status]);
  }
});
