/** Numbers, dates and words as they are written in each language. */
import { expect, test } from '@jest/globals';
import {
  inLanguage,
  inUnit,
  isNumeric,
  plainCell,
  pageOf,
  plainNumber,
  titleWithUnit,
  writtenCell,
  writtenDate,
} from '../../../src/rendering/written-values.rules';
import type { Cell, CellKind } from '../../../src/rendering/table.types';
import { sampleTable } from './sample-table';

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

test.each<[Cell, CellKind, string, string]>([
  [75_630, 'hours', '1,260.50', '1 260,50'],
  [-90, 'hours', '-1.50', '-1,50'],
  [0.857143, 'percent', '85.7%', '85,7 %'],
  [1_234, 'count', '1,234', '1 234'],
  ['2027-02-01', 'date', '2027-02-01', '01/02/2027'],
  ['Ada', 'text', 'Ada', 'Ada'],
  [title, 'text', 'Net', 'Capacité'],
  [null, 'hours', '–', '–'],
])('%j as %s reads %j, in French %j', (cell, kind, english, french) => {
  const plainSpaces = (text: string): string => text.replaceAll(/[\u00A0\u202F]/g, ' ');
  expect([writtenCell(cell, kind, 'en'), plainSpaces(writtenCell(cell, kind, 'fr'))]).toEqual([english, french]);
});

test('a page leaves keys out, and a column without a total has nothing there', () => {
  const { columns, rowOf, totals } = pageOf(sampleTable, 'en');
  expect(columns.map((column) => [column.title, column.isNumber])).toEqual([
    ['Person', false],
    ['Date', false],
    ['Gap (h)', true],
    ['Rate', true],
    ['Days', true],
  ]);
  expect(rowOf(sampleTable.rows[1] ?? [])).toEqual(['No team', '2027-02-02', '-1.50', '–', '0']);
  expect(totals).toEqual(['Total', '', '1,259.00', '50.0%', '3']);
  expect(pageOf({ ...sampleTable, totals: ['Total', null, 0, null, 0, null] }, 'en').totals?.[3]).toBe('–');
  expect(pageOf({ ...sampleTable, totals: null }, 'en').totals).toBeNull();
});
