/** The vocabulary of tags: what projects and tasks use is in it, and stays in it while they do. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newId } from '../../src/shared/ids';
import { startApi, type TestApi } from '../support/api';
import { buildProject, buildTag, buildTask, eventsOf } from '../support/resources';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const named = async (name: string) =>
  (await api.as.viewer.get(`/tags?q=${encodeURIComponent(name)}`)).body.items.map((tag) => tag['name']);

describe('refusals, in order', () => {
  test('401, 403 below manager, 400, 404, 409, 412', async () => {
    expect((await api.anonymous.get('/tags')).status).toBe(401);
    expect((await api.as.member.post('/tags', { nonsense: 1 })).status).toBe(403);
    for (const [body, pointer] of [
      [{}, '/name'],
      [{ name: ' ' }, '/name'],
      [{ name: 'x'.repeat(101) }, '/name'],
      [{ name: 'x', colour: 'red' }, '/colour'],
    ] as const) {
      const answer = await api.as.manager.post('/tags', body);
      expect([answer.status, answer.body.errors[0]?.pointer]).toEqual([400, pointer]);
    }
    expect((await api.as.manager.patch(`/tags/${(await buildTag(api.stranger)).id}`, { color: 'red' })).status).toBe(
      404,
    );
    expect((await api.as.manager.delete(`/tags/${newId()}`)).status).toBe(404);
    const tag = await buildTag(api.as.manager);
    expect((await api.as.manager.post('/tags', { name: tag['name'] })).body.code).toBe('duplicate');
    expect((await api.as.manager.patch(`/tags/${tag.id}`, { color: 'red' }, { 'If-Match': '"5"' })).status).toBe(412);
  });

  test('409 for deleting or renaming one that is used, with the number of uses', async () => {
    const { manager } = api.as;
    const tag = await buildTag(manager);
    const project = await buildProject(manager, { tags: [tag['name']] });
    const task = await buildTask(manager, { project_id: project.id, tags: [tag['name']] });
    for (const answer of [
      await manager.delete(`/tags/${tag.id}`),
      await manager.patch(`/tags/${tag.id}`, { name: 'another name' }),
    ]) {
      expect([answer.status, answer.body]).toMatchObject([409, { code: 'conflict', projects: 1, tasks: 1 }]);
    }
    await manager.patch(`/projects/${project.id}`, { tags: [] });
    await manager.delete(`/tasks/${task.id}`);
    expect((await manager.patch(`/tags/${tag.id}`, { name: 'another name' })).status).toBe(200);
    expect((await manager.delete(`/tags/${tag.id}`)).status).toBe(204);
  });
});

test('create, colour, list by words, delete', async () => {
  const { manager } = api.as;
  const created = await manager.post('/tags', { name: ' Très urgent ', color: '#f00' });
  expect([created.status, created.body]).toMatchObject([201, { name: 'Très urgent', color: '#f00' }]);
  expect((await manager.patch(`/tags/${created.body.id}`, { color: null })).body['color']).toBeNull();
  expect(await named('URGENT')).toEqual(['Très urgent']);
  expect(await named('%')).toEqual([]);
  expect((await manager.delete(`/tags/${created.body.id}`)).status).toBe(204);
  const events = ['tag.created', 'tag.updated', 'tag.deleted'];
  expect(await eventsOf(api, created.body.id)).toEqual({ audited: events, emitted: events });
});

test('what a project or task is tagged with becomes a tag, once, also by two at once', async () => {
  const { manager } = api.as;
  const project = await buildProject(manager, { tags: ['shared-one', 'shared-two', 'shared-one'] });
  expect(project['tags']).toEqual(['shared-one', 'shared-two']);
  const writes = Array.from({ length: 6 }, (_, index) =>
    buildTask(manager, {
      project_id: project.id,
      tags: index % 2 ? ['at-once-a', 'at-once-b'] : ['at-once-b', 'at-once-a'],
    }),
  );
  await Promise.all(writes);
  await manager.patch(`/projects/${project.id}`, { tags: ['shared-two', 'shared-three'] });
  expect(await named('shared-')).toEqual(['shared-one', 'shared-three', 'shared-two']);
  expect(await named('at-once')).toEqual(['at-once-a', 'at-once-b']);
  const [tag] = (await api.as.viewer.get('/tags?q=shared-three')).body.items;
  expect(await eventsOf(api, tag?.id ?? '')).toEqual({ audited: ['tag.created'], emitted: ['tag.created'] });
});
