/** Numbers, dates and words as they are written in each language. */
import { expect, test } from '@jest/globals';
import {
  inLanguage,
  inUnit,
  isNumeric,
  plainCell,
  plainNumber,
  titleWithUnit,
  writtenDate,
} from '../../../src/rendering/written-values.rules';
import type { CellKind } from '../../../src/rendering/table.types';

const title = { en: 'Net', fr: 'Capacité' };

test.each([
  ['hours', 75_630, 1_260.5],
  ['hours', 440, 7.33],
  ['hours', -90, -1.5],
  ['percent', 0.857143, 85.7143],
  ['percent', 1.1, 110],
  ['count', 3, 3],
] as const)('%s: %d is %d', (kind, value, written) => {
  expect(inUnit(value, kind)).toBe(written);
});

test('the decimal mark is that of the language', () => {
  expect([plainNumber(-1_260.5, 'en'), plainNumber(-1_260.5, 'fr')]).toEqual(['-1260.5', '-1260,5']);
});

test('dates', () => {
  expect([writtenDate('2027-02-01', 'en'), writtenDate('2027-02-01', 'fr')]).toEqual(['2027-02-01', '01/02/2027']);
});

test('words are chosen, names are not', () => {
  expect([inLanguage(title, 'fr'), inLanguage('Ada', 'fr')]).toEqual(['Capacité', 'Ada']);
});

test.each([
  ['hours', 'Capacité (h)'],
  ['percent', 'Capacité (%)'],
  ['count', 'Capacité'],
  ['text', 'Capacité'],
] as const)('the title of %s is %s', (kind, written) => {
  expect(titleWithUnit({ title, kind }, 'fr')).toBe(written);
});

test('cells', () => {
  expect(plainCell(null, 'hours', 'en')).toBe('');
  expect(plainCell(0, 'hours', 'en')).toBe(0);
  expect(plainCell(title, 'text', 'en')).toBe('Net');
  expect(plainCell('2027-02-01', 'date', 'fr')).toBe('2027-02-01');
});

test('which kinds are numbers', () => {
  const kinds: CellKind[] = ['text', 'date', 'hours', 'percent', 'count', 'id'];
  expect(kinds.filter(isNumeric)).toEqual(['hours', 'percent', 'count']);
});
