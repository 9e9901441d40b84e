import { describe, expect, test } from '@jest/globals';
import { placementOf, type Placement, type PlacementInput } from '../../../src/domains/tasks/task-placement.rules';

const projectOfTask = new Map([
  ['dig', 'atlas'],
  ['paint', 'borea'],
]);
const place = (input: PlacementInput, before: Placement | null = null) =>
  placementOf(input, before, { projectOfTask, pointer: '/3' });
const onDig: Placement = { projectId: 'atlas', taskId: 'dig' };

describe('a record is placed', () => {
  test.each<[string, PlacementInput, Placement | null, Placement]>([
    ['nowhere when nothing is named', {}, null, { projectId: null, taskId: null }],
    ['on a project alone', { projectId: 'atlas' }, null, { projectId: 'atlas', taskId: null }],
    ['on the project of its task', { taskId: 'dig' }, null, onDig],
    ['on both when they agree', { taskId: 'dig', projectId: 'atlas' }, null, onDig],
    ['on the project of its task where null was sent for it', { taskId: 'dig', projectId: null }, null, onDig],
    ['where it was when nothing is sent', {}, onDig, onDig],
    ['on another task and its project', { taskId: 'paint' }, onDig, { projectId: 'borea', taskId: 'paint' }],
    ['on its project alone when the task is cleared', { taskId: null }, onDig, { projectId: 'atlas', taskId: null }],
    [
      'on another project without a task',
      { taskId: null, projectId: 'borea' },
      onDig,
      { projectId: 'borea', taskId: null },
    ],
    ['where it was when the same project is sent', { projectId: 'atlas' }, onDig, onDig],
  ])('%s', (_, input, before, placement) => {
    expect(place(input, before)).toEqual(placement);
  });

  test('where it was while its task is deleted', () => {
    const before = { projectId: 'atlas', taskId: 'gone' };
    expect(place({ taskId: 'gone' }, before)).toEqual(before);
  });
});

describe('refused, at the field that was sent', () => {
  test.each<[PlacementInput, Placement | null, string, string]>([
    [{ taskId: 'unknown' }, null, '/3/task_id', 'reference_not_found'],
    [{ taskId: 'dig', projectId: 'borea' }, null, '/3/task_id', 'other_project'],
    [{ projectId: 'borea' }, onDig, '/3/project_id', 'other_project'],
    [{ projectId: null }, onDig, '/3/project_id', 'other_project'],
  ])('%j', (input, before, pointer, code) => {
    expect(() => place(input, before)).toThrow(
      expect.objectContaining({ details: { errors: [expect.objectContaining({ pointer, code })] } }),
    );
  });
});
