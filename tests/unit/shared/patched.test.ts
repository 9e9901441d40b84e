import { expect, test } from '@jest/globals';
import { patched } from '../../../src/shared/patched';

test.each([
  ['red', 'blue', 'red'],
  ['red', undefined, 'red'],
  [null, 'blue', null],
  [undefined, 'blue', 'blue'],
  [undefined, null, null],
  [undefined, undefined, null],
  [0, 5, 0],
])('%p over %p is %p', (sent, before, after) => {
  expect(patched<unknown>(sent, before)).toBe(after);
});
