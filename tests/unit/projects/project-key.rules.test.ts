import { expect, test } from '@jest/globals';
import { freeKey, keyBaseOf } from '../../../src/domains/projects/project-key.rules';

test.each([
  ['Refonte été 2026', 'REFONTE-ETE-2026'],
  ['  a -- b  ', 'A-B'],
  ['Œuvre & Cie', 'UVRE-CIE'],
  ['项目', 'PROJECT'],
  [`${'x'.repeat(39)} y`, 'X'.repeat(39)],
])('the key of %j is based on %s', (name, base) => {
  expect(keyBaseOf(name)).toBe(base);
});

test('the first free number from 2 on makes a key unique', () => {
  expect(freeKey('A', new Set())).toBe('A');
  expect(freeKey('A', new Set(['A', 'A-2', 'A-4']))).toBe('A-3');
});
