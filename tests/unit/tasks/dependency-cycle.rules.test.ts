import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { pathBetween, type DependencyEdge } from '../../../src/domains/tasks/dependency-cycle.rules';

const edges = (...pairs: string[]): DependencyEdge[] => pairs.map((pair) => ({ from: pair[0]!, to: pair[1]! }));

describe('the way between two tasks', () => {
  test.each<[string, DependencyEdge[], string[] | null]>([
    ['is the one step there is', edges('ab'), ['a', 'b']],
    ['goes over others', edges('ac', 'cd', 'db'), ['a', 'c', 'd', 'b']],
    ['is the shortest', edges('ac', 'cd', 'db', 'cb'), ['a', 'c', 'b']],
    ['does not go backwards', edges('ba'), null],
    ['ends in circles that lead nowhere', edges('ac', 'ca', 'cd', 'dc'), null],
    ['is not there without edges', [], null],
  ])('%s', (_, given, way) => {
    expect(pathBetween(given, 'a', 'b')).toEqual(way);
  });

  test('from a task to itself is the task', () => {
    expect(pathBetween([], 'a', 'a')).toEqual(['a']);
  });

  test('is there exactly when repeated steps reach it, and each of its steps is an edge', () => {
    const node = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
    fc.assert(
      fc.property(fc.array(fc.record({ from: node, to: node }), { maxLength: 14 }), (given) => {
        const way = pathBetween(given, 'a', 'b');
        expect(way !== null).toBe(reaches(given, 'a', 'b'));
        const steps = (way ?? []).slice(1).map((to, index) => ({ from: way?.[index], to }));
        for (const step of steps) expect(given).toContainEqual(step);
      }),
    );
  });
});

/** The slow way: everything that is reached, step by step, until nothing joins. */
function reaches(given: readonly DependencyEdge[], start: string, end: string): boolean {
  const reached = new Set([start]);
  for (let before = -1; before !== reached.size;) {
    before = reached.size;
    for (const { from, to } of given) if (reached.has(from)) reached.add(to);
  }
  return reached.has(end);
}
