/** Texts as small numbers. */
import { expect, test } from '@jest/globals';
import { NONE, numberLists, ValueTable } from '../../../src/domains/identities/value-table.rules';

test('each distinct text has one number, in the order in which they come, and is made a value once', () => {
  const made: string[] = [];
  const table = new ValueTable((text) => {
    made.push(text);
    return text.toUpperCase();
  });
  expect(['b', 'a', 'b', ''].map((text) => table.numberOf(text))).toEqual([0, 1, 0, NONE]);
  expect([table.values, made, table.size]).toEqual([['B', 'A'], ['b', 'a'], 2]);
  expect([table.known('a'), table.known('c')]).toEqual([1, NONE]);
});

test('records are counted by value; no text is counted for nothing', () => {
  const table = new ValueTable((text) => text);
  for (const text of ['x', 'y', 'x', '']) table.count(table.numberOf(text));
  expect([table.countOf(0), table.countOf(1), table.countOf(NONE), table.countOf(7)]).toEqual([2, 1, 0, 0]);
});

test('lists of numbers lie one behind the other', () => {
  const { starts, items } = numberLists([[4, 5], [], [6]]);
  expect([[...starts], [...items]]).toEqual([
    [0, 2, 2, 3],
    [4, 5, 6],
  ]);
});
