/** Comments on projects and tasks: everybody reads, each changes their own. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newId } from '../../src/shared/ids';
import { startApi, type TestApi } from '../support/api';
import { buildComment, buildPerson, buildProject, buildTask, eventsOf } from '../support/resources';

let api: TestApi;
let task: { entity_type: string; entity_id: string };
beforeAll(async () => {
  api = await startApi();
  task = { entity_type: 'task', entity_id: (await buildTask(api.as.owner)).id };
});
afterAll(() => api.close());

describe('refusals, in order', () => {
  test('401 without a token, 403 for a viewer whatever the body', async () => {
    expect((await api.anonymous.get('/comments')).status).toBe(401);
    expect((await api.as.viewer.post('/comments', { nonsense: 1 })).status).toBe(403);
  });

  test.each([
    [{ body: '  ' }, '/body'],
    [{ body: undefined }, '/body'],
    [{ entity_type: 'team' }, '/entity_type'],
    [{ entity_id: newId() }, '/entity_id'],
    [{ entity_type: 'project' }, '/entity_id'],
    [{ mood: 'good' }, '/mood'],
  ])('400 for %j names %s', async (change, pointer) => {
    const answer = await api.as.member.post('/comments', { ...task, body: 'Mind the pipe', ...change });
    expect([answer.status, answer.body.errors[0]?.pointer]).toEqual([400, pointer]);
  });

  test('404 of another organisation; 403 for those of others; 412 for a stale tag', async () => {
    const theirs = await buildComment(api.stranger);
    expect((await api.as.owner.patch(`/comments/${theirs.id}`, { body: 'x' })).status).toBe(404);
    const ours = await buildComment(api.as.owner, task);
    for (const client of [api.as.member, api.as.manager]) {
      expect((await client.patch(`/comments/${ours.id}`, { body: 'x' })).status).toBe(403);
      expect((await client.delete(`/comments/${ours.id}`)).status).toBe(403);
    }
    expect((await api.as.owner.patch(`/comments/${ours.id}`, { body: 'x' }, { 'If-Match': '"4"' })).status).toBe(412);
  });
});

test('a member writes, changes and deletes their own; author and place stay', async () => {
  const { member, viewer } = api.as;
  const created = await member.post('/comments', { ...task, body: ' Mind the pipe ', author_id: newId() });
  expect(created.status).toBe(201);
  const author = { author_id: member.userId, author_person_id: member.personId };
  expect(created.body).toMatchObject({ ...task, ...author, body: 'Mind the pipe' });
  const path = `/comments/${created.body.id}`;
  const elsewhere = { entity_type: 'project', entity_id: newId() };
  const changed = await member.patch(path, { ...created.body, ...elsewhere, body: 'The pipe is fine' });
  expect(changed.body).toMatchObject({ ...task, ...author, body: 'The pipe is fine', version: 2 });
  expect((await viewer.get(path)).status).toBe(200);
  expect((await member.delete(path)).status).toBe(204);
  const events = ['comment.created', 'comment.updated', 'comment.deleted'];
  expect(await eventsOf(api, created.body.id)).toEqual({ audited: events, emitted: events });
});

test('a manager changes those of the people they lead, an admin all', async () => {
  const led = await buildPerson(api.as.owner, { manager_id: api.as.manager.personId });
  const member = await api.signIn({ role: 'member', organizationId: api.organizationId, personId: led.id });
  const { id } = await buildComment(member, task);
  expect((await api.as.manager.patch(`/comments/${id}`, { body: 'Shorter' })).status).toBe(200);
  expect((await api.as.admin.delete(`/comments/${id}`)).status).toBe(204);
});

test('are listed by project, task and author, oldest first, and stay with a task that goes and comes back', async () => {
  const { owner, viewer } = api.as;
  const { id } = await buildTask(owner);
  const project = await buildProject(owner);
  const one = await buildComment(owner, { entity_id: id });
  const two = await buildComment(api.as.member, { entity_id: id });
  const other = await buildComment(owner, { entity_type: 'project', entity_id: project.id });
  const ids = async (query: string) => (await viewer.get(`/comments?${query}`)).body.items.map((comment) => comment.id);
  expect(await ids(`entity_type=task&entity_id=${id}`)).toEqual([one.id, two.id]);
  expect(await ids(`entity_id=${id}&author_id=${api.as.member.userId}`)).toEqual([two.id]);
  expect(await ids(`entity_type=project&entity_id=${project.id}`)).toEqual([other.id]);
  await owner.delete(`/tasks/${id}`);
  expect((await owner.post('/comments', { entity_type: 'task', entity_id: id, body: 'x' })).status).toBe(400);
  await owner.post(`/tasks/${id}:restore`);
  expect(await ids(`entity_id=${id}`)).toEqual([one.id, two.id]);
});
