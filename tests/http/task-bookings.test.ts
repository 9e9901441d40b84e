/** Allocations and time entries on tasks: the task's project is theirs, and it stays while they are on it (READINGS 29). */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { newId } from '../../src/shared/ids';
import { startApi, type AnswerBody, type TestApi } from '../support/api';
import { buildAllocation, buildPerson, buildProject, buildTask, buildTimeEntry } from '../support/resources';

let api: TestApi;
let person_id: string;
let task: AnswerBody;
let other: AnswerBody;
beforeAll(async () => {
  api = await startApi();
});
beforeEach(async () => {
  person_id = (await buildPerson(api.as.owner)).id;
  task = await buildTask(api.as.owner);
  other = await buildTask(api.as.owner);
});
afterAll(() => api.close());

const builders = [
  ['allocations', buildAllocation],
  ['time-entries', buildTimeEntry],
] as const;

describe.each(builders)('%s', (collection, build) => {
  test('a task brings its project along; both have to agree', async () => {
    const { owner } = api.as;
    const alone = await build(owner, { person_id, task_id: task.id });
    expect(alone).toMatchObject({ task_id: task.id, project_id: task['project_id'] });
    const path = `/${collection}/${alone.id}`;
    const cases: [object, string, string][] = [
      [{ task_id: newId() }, '/task_id', 'reference_not_found'],
      [{ task_id: (await buildTask(api.stranger)).id }, '/task_id', 'reference_not_found'],
      [{ project_id: other['project_id'] }, '/project_id', 'other_project'],
      [{ project_id: other['project_id'], task_id: task.id }, '/task_id', 'other_project'],
      [{ project_id: null }, '/project_id', 'other_project'],
    ];
    for (const [body, pointer, code] of cases) {
      const answer = await owner.patch(path, body);
      expect([answer.status, answer.body.errors[0]]).toMatchObject([400, { pointer, code }]);
    }
    const moved = await owner.patch(path, { task_id: other.id });
    expect(moved.body).toMatchObject({ task_id: other.id, project_id: other['project_id'] });
    expect((await owner.patch(path, { task_id: null })).body).toMatchObject({
      task_id: null,
      project_id: other['project_id'],
    });
    await owner.patch(path, { task_id: task.id });
    const listed = await api.as.viewer.get(`/${collection}?task_id=${task.id}`);
    expect(listed.body.items).toMatchObject([{ id: alone.id }]);
  });

  test('keep their task where it is: 409 for deleting or moving it, with the number of them', async () => {
    const { owner } = api.as;
    const { id } = await build(owner, { person_id, task_id: task.id });
    for (const answer of [
      await owner.delete(`/tasks/${task.id}`),
      await owner.patch(`/tasks/${task.id}`, { project_id: other['project_id'] }),
    ]) {
      const found =
        collection === 'allocations' ? { allocations: 1, time_entries: 0 } : { allocations: 0, time_entries: 1 };
      expect([answer.status, answer.body]).toMatchObject([409, { code: 'conflict', ...found }]);
    }
    await owner.delete(`/${collection}/${id}`);
    expect((await owner.delete(`/tasks/${task.id}`)).status).toBe(204);
  });
});

test('the blocks of a split and those of many at once keep their task', async () => {
  const { owner } = api.as;
  const { id } = await buildAllocation(owner, { person_id, task_id: task.id });
  await owner.post(`/allocations/${id}:split`, { on: '2026-11-25' });
  const halves = (await owner.get(`/allocations?person_id=${person_id}`)).body.items;
  expect(halves.map((one) => one['task_id'])).toEqual([task.id, task.id]);
});

test('bulk-upsert matches by person, project, task and start date, and names what does not agree (READINGS 33)', async () => {
  const { owner } = api.as;
  const day = { person_id, start_date: '2027-04-06', end_date: '2027-04-06', minutes_per_day: 60 };
  const upsert = async (items: object[], rest: object = {}) =>
    owner.post('/allocations:bulk-upsert', { allocations: items, ...rest });
  const statuses = (answer: AnswerBody): unknown =>
    (answer['results'] as { status: string }[]).map((one) => one.status);
  const items = [
    { ...day, task_id: task.id },
    { ...day, project_id: task['project_id'] },
  ];
  expect(statuses((await upsert(items)).body)).toEqual(['created', 'created']);
  expect(statuses((await upsert([...items].reverse())).body)).toEqual(['unchanged', 'unchanged']);
  const wrong = [
    { ...day, task_id: task.id, project_id: other['project_id'] },
    { ...day, task_id: newId() },
  ];
  const refused = await upsert(wrong);
  expect(refused.body.errors).toMatchObject([
    { pointer: '/allocations/0/task_id', code: 'other_project' },
    { pointer: '/allocations/1/task_id', code: 'reference_not_found' },
  ]);
  expect(statuses((await upsert([...wrong, items[0] ?? {}], { atomic: false })).body)).toEqual([
    'failed',
    'failed',
    'unchanged',
  ]);
});

test('while a task is booked, deleting it waits and then sees the booking', async () => {
  const { owner } = api.as;
  const project = await buildProject(owner);
  for (let round = 0; round < 5; round += 1) {
    const { id } = await buildTask(owner, { project_id: project.id });
    const [booked, gone] = await Promise.all([
      owner.post('/time-entries', { person_id, date: '2027-05-03', minutes: 1, task_id: id }),
      owner.delete(`/tasks/${id}`),
    ]);
    expect([201, 400]).toContain(booked.status);
    expect(gone.status).toBe(booked.status === 201 ? 409 : 204);
  }
});
