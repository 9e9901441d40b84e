/** What tasks wait for: never in a circle, not even when two writes at once would make one together. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newId } from '../../src/shared/ids';
import { startApi, type ApiAnswer, type TestApi } from '../support/api';
import { buildProject, buildTask, buildTaskDependency } from '../support/resources';

let api: TestApi;
let project_id: string;
beforeAll(async () => {
  api = await startApi();
  project_id = (await buildProject(api.as.owner)).id;
});
afterAll(() => api.close());

async function tasks(...titles: string[]): Promise<string[]> {
  const made = [];
  for (const title of titles) made.push((await buildTask(api.as.manager, { project_id, title })).id);
  return made;
}

function wait(task: string, other: string, type = 'blocks'): Promise<ApiAnswer> {
  return api.as.manager.post(`/tasks/${task}/dependencies`, { depends_on_task_id: other, type });
}

describe('refusals, in order', () => {
  test('401, 403, 400, 404, 409', async () => {
    const [a = '', b = ''] = await tasks('A', 'B');
    const path = `/tasks/${a}/dependencies`;
    expect((await api.anonymous.get(path)).status).toBe(401);
    expect((await api.as.member.post(path, { nonsense: 1 })).status).toBe(403);
    const cases: [object, string][] = [
      [{ depends_on_task_id: b }, '/type'],
      [{ depends_on_task_id: b, type: 'needs' }, '/type'],
      [{ depends_on_task_id: newId(), type: 'blocks' }, '/depends_on_task_id'],
      [{ depends_on_task_id: (await buildTask(api.stranger)).id, type: 'blocks' }, '/depends_on_task_id'],
      [{ depends_on_task_id: a, type: 'relates' }, '/depends_on_task_id'],
    ];
    for (const [body, pointer] of cases) {
      const answer = await api.as.manager.post(path, body);
      expect([answer.status, answer.body.errors[0]?.pointer]).toEqual([400, pointer]);
    }
    expect((await wait(newId(), b)).status).toBe(404);
    expect((await api.as.manager.delete(`${path}/${b}`)).status).toBe(404);
    expect((await wait(a, b)).status).toBe(201);
    expect([(await wait(a, b, 'relates')).body.code]).toEqual(['duplicate']);
  });
});

test('a circle is 409 and names its way; without one of its steps it is none', async () => {
  const [a = '', b = '', c = ''] = await tasks('Measure', 'Dig', 'Pour');
  expect((await wait(b, a)).status).toBe(201);
  expect((await wait(c, b)).status).toBe(201);
  const refused = await wait(a, c);
  expect([refused.status, refused.body.code]).toEqual([409, 'dependency_cycle']);
  expect(refused.body['path']).toEqual([
    { id: a, title: 'Measure' },
    { id: c, title: 'Pour' },
    { id: b, title: 'Dig' },
    { id: a, title: 'Measure' },
  ]);
  expect(refused.body.detail).toContain('Measure → Pour → Dig → Measure');
  expect((await wait(a, c, 'relates')).status).toBe(201);
  await api.as.manager.delete(`/tasks/${a}/dependencies/${c}`);
  await api.as.manager.delete(`/tasks/${c}/dependencies/${b}`);
  expect((await wait(a, c)).status).toBe(201);
});

test('a circle over a deleted task is one, for the task may come back', async () => {
  const [a = '', b = '', c = ''] = await tasks('A', 'B', 'C');
  await wait(a, b);
  await wait(b, c);
  await api.as.manager.delete(`/tasks/${b}`);
  const list = async (task: string) => (await api.as.viewer.get(`/tasks/${task}/dependencies`)).body.items;
  expect(await list(a)).toEqual([]);
  expect((await wait(c, a)).body.detail).toContain(`the deleted task ${b}`);
  await api.as.manager.post(`/tasks/${b}:restore`);
  expect(await list(a)).toMatchObject([{ task_id: a, depends_on_task_id: b, type: 'blocks' }]);
});

test('of two at once that would make a circle together, one is refused', async () => {
  for (let round = 0; round < 5; round += 1) {
    const ring = await tasks('1', '2', '3', '4');
    const answers = await Promise.all(ring.map((task, index) => wait(task, ring[(index + 1) % 4] ?? '')));
    expect(answers.map((answer) => answer.status).sort()).toEqual([201, 201, 201, 409]);
  }
});

test('other organisations do not wait for it, and have circles of their own', async () => {
  const dependency = await buildTaskDependency(api.stranger);
  const back = { depends_on_task_id: dependency['task_id'], type: 'blocks' };
  const refused = await api.stranger.post(`/tasks/${String(dependency['depends_on_task_id'])}/dependencies`, back);
  expect(refused.body.code).toBe('dependency_cycle');
});
