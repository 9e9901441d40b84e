/** Deletes taken back: people, teams, projects with their epics and tasks, and tasks. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newId } from '../../src/shared/ids';
import { startApi, type TestApi } from '../support/api';
import {
  buildAllocation,
  buildEpic,
  buildPerson,
  buildProject,
  buildTask,
  buildTaskAssignee,
  buildTeam,
  eventsOf,
} from '../support/resources';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const builders = [
  ['people', 'person', buildPerson],
  ['teams', 'team', buildTeam],
  ['projects', 'project', buildProject],
  ['epics', 'epic', buildEpic],
  ['tasks', 'task', buildTask],
] as const;

describe.each(builders)('%s', (collection, noun, build) => {
  test('401, 403 by role, 404, 409 when it is not deleted, 412, then it is as it was', async () => {
    const { owner } = api.as;
    const record = await build(owner);
    const path = `/${collection}/${record.id}`;
    expect((await api.anonymous.post(`${path}:restore`)).status).toBe(401);
    for (const client of [api.as.viewer, api.as.member])
      expect((await client.post(`${path}:restore`)).status).toBe(403);
    expect((await owner.post(`/${collection}/${newId()}:restore`)).status).toBe(404);
    expect((await api.stranger.post(`${path}:restore`)).status).toBe(404);
    const live = await owner.post(`${path}:restore`);
    expect([live.status, live.body.code]).toEqual([409, 'conflict']);
    expect((await owner.delete(path)).status).toBe(204);
    expect((await owner.post(`${path}:restore`, undefined, { 'If-Match': '"1"' })).status).toBe(412);
    const restored = await owner.post(`${path}:restore`);
    expect([restored.status, restored.headers.get('ETag')]).toEqual([200, '"3"']);
    const { impact: _, ...before } = record;
    expect((await owner.get(path)).body).toEqual({ ...before, version: 3, updated_at: restored.body['updated_at'] });
    const events = ['created', 'deleted', 'restored'].map((verb) => `${noun}.${verb}`);
    expect(await eventsOf(api, record.id)).toEqual({ audited: events, emitted: events });
  });
});

test('a person comes back with their bookings, and a dry run says so first', async () => {
  const { owner, viewer } = api.as;
  const { person_id } = await buildAllocation(owner, { percent: 150 });
  const path = `/people/${String(person_id)}`;
  const firm = async () =>
    (await viewer.get(`/capacity/days?person_id=${String(person_id)}&from=2026-11-23&to=2026-11-23`)).body;
  const before = (await firm()).items[0];
  await owner.delete(path);
  const dry = await owner.post(`${path}:restore?dry_run=true`);
  expect(dry.body['dry_run']).toBe(true);
  expect((await owner.get(path)).status).toBe(404);
  const real = await owner.post(`${path}:restore`);
  expect(real.body.impact.conflicts.opened.length).toBe(dry.body.impact.conflicts.opened.length);
  expect((await firm()).items[0]).toEqual(before);
});

test('a project takes its epics and tasks along and brings back those, not what was deleted before', async () => {
  const { owner, viewer } = api.as;
  const { id: project_id } = await buildProject(owner);
  const epic = await buildEpic(owner, { project_id });
  const kept = await buildTask(owner, { project_id, epic_id: epic.id });
  const gone = await buildTask(owner, { project_id });
  await buildTaskAssignee(owner, { task_id: kept.id });
  await owner.delete(`/tasks/${gone.id}`);
  const changes = await viewer.get(`/tasks?project_id=${project_id}&modified_since=2020-01-01T00:00:00Z`);
  expect(changes.body.total).toBe(2);
  expect((await owner.delete(`/projects/${project_id}`)).status).toBe(204);
  for (const path of [`/tasks/${kept.id}`, `/epics/${epic.id}`]) expect((await viewer.get(path)).status).toBe(404);
  for (const path of [`/tasks/${kept.id}`, `/epics/${epic.id}`]) {
    const alone = await owner.post(`${path}:restore`);
    expect([alone.status, alone.body.code]).toEqual([409, 'conflict']);
  }
  expect((await owner.post(`/projects/${project_id}:restore`)).status).toBe(200);
  expect((await viewer.get(`/tasks/${kept.id}`)).body).toMatchObject({ epic_id: epic.id, version: 3 });
  expect((await viewer.get(`/tasks/${kept.id}/assignees`)).body.items).toHaveLength(1);
  expect((await viewer.get(`/tasks/${gone.id}`)).status).toBe(404);
  const events = ['task.created', 'task.deleted', 'task.restored'];
  expect(await eventsOf(api, kept.id)).toEqual({ audited: events, emitted: events });
});

test('a task of an epic that was deleted meanwhile waits for it', async () => {
  const { owner } = api.as;
  const epic = await buildEpic(owner);
  const task = await buildTask(owner, { project_id: epic['project_id'], epic_id: epic.id });
  await owner.delete(`/tasks/${task.id}`);
  expect((await owner.delete(`/epics/${epic.id}`)).status).toBe(204);
  const alone = await owner.post(`/tasks/${task.id}:restore`);
  expect([alone.status, alone.body.code, alone.body['epic']]).toEqual([409, 'conflict', epic.id]);
  await owner.post(`/epics/${epic.id}:restore`);
  expect((await owner.post(`/tasks/${task.id}:restore`)).status).toBe(200);
});

test('409 when the key or name was taken meanwhile', async () => {
  const { owner } = api.as;
  const project = await buildProject(owner);
  await owner.delete(`/projects/${project.id}`);
  await buildProject(owner, { key: project['key'] });
  expect((await owner.post(`/projects/${project.id}:restore`)).body.code).toBe('duplicate');
  const team = await buildTeam(owner);
  await owner.delete(`/teams/${team.id}`);
  await buildTeam(owner, { name: team['name'] });
  expect((await owner.post(`/teams/${team.id}:restore`)).body.code).toBe('duplicate');
});
