/** Epics, tasks, their assignees and the members of projects over HTTP. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newId } from '../../src/shared/ids';
import { startApi, type TestApi } from '../support/api';
import {
  buildEpic,
  buildPerson,
  buildProject,
  buildProjectMember,
  buildTask,
  buildTaskAssignee,
  eventsOf,
} from '../support/resources';

let api: TestApi;
let project_id: string;
beforeAll(async () => {
  api = await startApi();
  project_id = (await buildProject(api.as.owner)).id;
});
afterAll(() => api.close());

const listOf = async (path: string) => (await api.as.viewer.get(path)).body.items;

describe('refusals, in order', () => {
  test('401 without a token, 403 below manager, whatever the body', async () => {
    for (const path of ['/epics', '/tasks', `/projects/${project_id}/members`]) {
      expect((await api.anonymous.get(path)).status).toBe(401);
      for (const client of [api.as.viewer, api.as.member]) {
        expect((await client.get(path)).status).toBe(200);
        expect((await client.post(path, { nonsense: 1 })).status).toBe(403);
      }
    }
  });

  test.each([
    ['/tasks', { title: undefined }, '/title'],
    ['/tasks', { title: ' ' }, '/title'],
    ['/tasks', { project_id: newId() }, '/project_id'],
    ['/tasks', { epic_id: newId() }, '/epic_id'],
    ['/tasks', { status: 'open' }, '/status'],
    ['/tasks', { estimate_hours: 1.234 }, '/estimate_hours'],
    ['/tasks', { estimate_hours: -1 }, '/estimate_hours'],
    ['/tasks', { start_date: '2027-03-02', due_date: '2027-03-01' }, '/due_date'],
    ['/tasks', { tags: [''] }, '/tags/0'],
    ['/tasks', { order_index: 1.5 }, '/order_index'],
    ['/tasks', { assignee: newId() }, '/assignee'],
    ['/epics', { name: undefined }, '/name'],
    ['/epics', { project_id: newId() }, '/project_id'],
    ['/epics', { status: '' }, '/status'],
  ])('400 at %s for %j names %s', async (path, change, pointer) => {
    const valid = path === '/tasks' ? { title: 'Dig' } : { name: 'Foundations' };
    const answer = await api.as.manager.post(path, { project_id, ...valid, ...change });
    expect([answer.status, answer.body.errors[0]?.pointer]).toEqual([400, pointer]);
  });

  test('400 for an epic of another project, on either side of a change', async () => {
    const { manager } = api.as;
    const elsewhere = await buildEpic(manager);
    const wrong = await manager.post('/tasks', { project_id, title: 'Dig', epic_id: elsewhere.id });
    expect([wrong.status, wrong.body.errors[0]]).toMatchObject([400, { pointer: '/epic_id', code: 'other_project' }]);
    const epic = await buildEpic(manager, { project_id });
    const task = await buildTask(manager, { project_id, epic_id: epic.id });
    const moved = await manager.patch(`/tasks/${task.id}`, { project_id: elsewhere['project_id'] });
    expect(moved.body.errors[0]).toMatchObject({ pointer: '/epic_id', code: 'other_project' });
    const both = { project_id: elsewhere['project_id'], epic_id: elsewhere.id };
    expect((await manager.patch(`/tasks/${task.id}`, both)).body).toMatchObject(both);
  });

  test('400 for a status that is none and for a parameter that is unknown', async () => {
    expect((await api.as.viewer.get('/tasks?status=open')).body.errors[0]?.pointer).toBe('/query/status');
    expect((await api.as.viewer.get('/tasks?assignee=x')).body.errors[0]?.pointer).toBe('/query/assignee');
  });

  test('404 for what is unknown or of another organisation', async () => {
    const theirs = await buildTaskAssignee(api.stranger);
    const { manager } = api.as;
    for (const id of [newId(), String(theirs['task_id'])]) {
      expect((await manager.get(`/tasks/${id}`)).status).toBe(404);
      expect((await manager.patch(`/tasks/${id}`, { title: 'x' })).status).toBe(404);
      expect((await manager.delete(`/tasks/${id}`)).status).toBe(404);
      expect((await manager.get(`/tasks/${id}/assignees`)).status).toBe(404);
      expect((await manager.post(`/tasks/${id}/assignees`, { person_id: newId() })).status).toBe(404);
    }
    const task = await buildTask(manager, { project_id });
    expect((await manager.delete(`/tasks/${task.id}/assignees/${newId()}`)).status).toBe(404);
    expect((await manager.delete(`/projects/${project_id}/members/${newId()}`)).status).toBe(404);
  });

  test('409 for an assignee or member who is one, and for an epic with tasks; 412 for a stale tag', async () => {
    const { manager } = api.as;
    const assignee = await buildTaskAssignee(api.as.owner);
    const again = { person_id: assignee['person_id'] };
    const twice = await manager.post(`/tasks/${String(assignee['task_id'])}/assignees`, again);
    expect([twice.status, twice.body.code]).toEqual([409, 'duplicate']);
    const member = await buildProjectMember(api.as.owner);
    const path = `/projects/${String(member['project_id'])}/members`;
    expect((await manager.post(path, { person_id: member['person_id'] })).status).toBe(409);
    const epic = await buildEpic(manager, { project_id });
    await buildTask(manager, { project_id, epic_id: epic.id });
    const other = await buildProject(manager);
    for (const kept of [
      await manager.delete(`/epics/${epic.id}`),
      await manager.patch(`/epics/${epic.id}`, { project_id: other.id }),
    ]) {
      expect([kept.status, kept.body.code, kept.body['tasks']]).toEqual([409, 'conflict', 1]);
    }
    const stale = await manager.patch(`/epics/${epic.id}`, { name: 'x' }, { 'If-Match': '"9"' });
    expect([stale.status, stale.body.code]).toEqual([412, 'stale_version']);
  });
});

test('a task: create with defaults, change, clear, delete, with audit and events', async () => {
  const { manager } = api.as;
  const created = await manager.post('/tasks', { project_id, title: ' Dig ' });
  expect(created.status).toBe(201);
  expect(created.body).toMatchObject({
    project_id,
    title: 'Dig',
    epic_id: null,
    description: null,
    status: 'todo',
    estimate_hours: null,
    start_date: null,
    due_date: null,
    tags: [],
    order_index: 0,
  });
  const path = `/tasks/${created.body.id}`;
  const { id: epic_id } = await buildEpic(manager, { project_id });
  const fields = {
    epic_id,
    description: 'Two metres',
    status: 'in_progress',
    estimate_hours: 7.33,
    start_date: '2027-03-01',
    due_date: '2027-03-01',
    tags: ['earth', 'heavy'],
    order_index: 4,
  };
  expect((await manager.patch(path, fields)).body).toMatchObject(fields);
  const same = await manager.patch(path, (await manager.get(path)).body);
  expect(same.body).toMatchObject(fields);
  const cleared = {
    epic_id: null,
    estimate_hours: null,
    start_date: null,
    due_date: null,
    tags: [],
    description: null,
  };
  expect((await manager.patch(path, cleared)).body).toMatchObject(cleared);
  expect((await manager.delete(path)).status).toBe(204);
  expect((await manager.get(path)).status).toBe(404);
  const events = ['task.created', 'task.updated', 'task.updated', 'task.updated', 'task.deleted'];
  expect(await eventsOf(api, created.body.id)).toEqual({ audited: events, emitted: events });
});

test('tasks are found by project, status, assignee, epic, tag and words', async () => {
  const { manager } = api.as;
  const { id: mine } = await buildProject(manager);
  const epic = await buildEpic(manager, { project_id: mine });
  const person = await buildPerson(api.as.owner);
  const one = await buildTask(manager, { project_id: mine, title: 'Paint 100%', tags: ['wet'], epic_id: epic.id });
  const two = await buildTask(manager, { project_id: mine, title: 'Paint 100 doors', status: 'done' });
  await buildTaskAssignee(manager, { task_id: two.id, person_id: person.id });
  const ids = async (query: string) => (await listOf(`/tasks?project_id=${mine}&${query}`)).map((task) => task.id);
  expect(await ids('')).toEqual([one.id, two.id]);
  expect(await ids('status=done')).toEqual([two.id]);
  expect(await ids(`assignee_person_id=${person.id}`)).toEqual([two.id]);
  expect(await ids(`epic_id=${epic.id}`)).toEqual([one.id]);
  expect(await ids('tag=wet')).toEqual([one.id]);
  expect(await ids('q=100%25')).toEqual([one.id]);
  await manager.delete(`/tasks/${two.id}/assignees/${person.id}`);
  expect(await ids(`assignee_person_id=${person.id}`)).toEqual([]);
});

test('an epic: create, list by project, change, delete', async () => {
  const { manager } = api.as;
  const { id } = await buildProject(manager);
  const created = await manager.post('/epics', { project_id: id, name: 'Foundations' });
  expect(created.body).toMatchObject({ project_id: id, name: 'Foundations', status: 'open', order_index: 0 });
  const path = `/epics/${created.body.id}`;
  const changed = await manager.patch(path, { status: 'closed', order_index: -1 });
  expect([changed.status, changed.body]).toMatchObject([200, { status: 'closed', order_index: -1 }]);
  expect(await listOf(`/epics?project_id=${id}&status=closed`)).toHaveLength(1);
  expect((await manager.delete(path)).status).toBe(204);
  expect(await listOf(`/epics?project_id=${id}`)).toEqual([]);
});

test('members of a project: add with a role, change it, remove, add again', async () => {
  const { manager } = api.as;
  const person = await buildPerson(api.as.owner);
  const { id } = await buildProject(manager);
  const path = `/projects/${id}/members`;
  const added = await manager.post(path, { person_id: person.id, role: 'Chef de projet' });
  expect([added.status, added.body]).toMatchObject([201, { person_id: person.id, role: 'Chef de projet' }]);
  expect((await manager.patch(`${path}/${person.id}`, { role: null })).body['role']).toBeNull();
  expect(await listOf(path)).toMatchObject([{ person_id: person.id, role: null }]);
  expect((await manager.delete(`${path}/${person.id}`)).status).toBe(204);
  expect(await listOf(path)).toEqual([]);
  expect((await manager.post(path, { person_id: person.id })).status).toBe(201);
});

test('assignees: add, list, remove', async () => {
  const { manager } = api.as;
  const { task_id, person_id, id } = await buildTaskAssignee(api.as.owner);
  const path = `/tasks/${String(task_id)}/assignees`;
  expect(await listOf(path)).toMatchObject([{ id, task_id, person_id }]);
  expect((await manager.delete(`${path}/${String(person_id)}`)).status).toBe(204);
  expect(await listOf(path)).toEqual([]);
});
