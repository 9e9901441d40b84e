/** Widths of sheets and their printed pages. */
import { expect, test } from '@jest/globals';
import { columnWidths, headerHeight, pagesAcross, printedColumns } from '../../../src/rendering/sheet-layout.rules';
import type { Cell, Column } from '../../../src/rendering/table.types';
import { sampleTable } from './sample-table';

const same = (title: string) => ({ en: title, fr: title });
const person: Column = { title: same('Person'), kind: 'text' };
const net: Column = { title: same('Net'), kind: 'hours' };
const day: Column = { title: same('2026-11-02'), kind: 'hours', isForSpreadsheets: true };
const key: Column = { title: same('Id'), kind: 'id' };

const widthsOf = (columns: Column[], rows: Cell[][], totals: Cell[] | null = null) =>
  columnWidths({ ...sampleTable, columns, rows, totals }, 'en');

test.each([
  ['text: its longest value', person, ['Ada Lovelace-Byron', null], 21],
  ['text that is short: not too narrow to be told apart', person, ['Ada'], 15],
  ['text that is long: the widest there is', person, ['n'.repeat(300)], 50],
  ['numbers: their title, whatever they are', net, [75_630_000], 15],
])('%s', (_, column, cells, width) => {
  expect(
    widthsOf(
      [column],
      cells.map((cell) => [cell]),
    ),
  ).toEqual([width]);
});

test('of many columns each is as wide as what is written in it, the total too', () => {
  expect(widthsOf([person, net, day], [['Ada', 9_000, 420]])).toEqual([15, 7.5, 5.5]);
  expect(widthsOf([person, net, day], [['Ada', 9_000, 420]], ['Total', 9_000, 75_630])).toEqual([15, 7.5, 9.5]);
});

test('upright titles need a high row, others none of their own', () => {
  expect(headerHeight([person, net], 'en')).toBeUndefined();
  expect(headerHeight([person, day], 'en')).toBe('2026-11-02 (h)'.length * 7);
});

test('keys for machines at the end are not printed', () => {
  expect([[person, net, key], [key, person], [person]].map(printedColumns)).toEqual([2, 2, 1]);
});

test('as many pages across as can be read', () => {
  expect([[], [50, 300], [50, 301], Array<number>(366).fill(6)].map(pagesAcross)).toEqual([1, 1, 2, 7]);
});
