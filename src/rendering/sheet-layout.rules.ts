/**
 * How wide the columns of a sheet are, and how it is printed: across, on as few pages as can be read. Widths are in characters.
 * Example: a month of fifty people, 31 columns of days beside ten others, is one page.
 */
import { isNumeric, titleOnPage, writtenCell } from './written-values.rules';
import type { Cell, Column, Language, ReportTable } from './table.types';

const WIDEST = 50;
const NARROWEST = 12;
/** Beside the longest text. */
const ROOM = 3;
const ROOM_IN_NARROW_COLUMN = 1.5;
/** Of letters of 11 points on A4, printed at five: smaller ones are not read any more. */
const MOST_CHARACTERS_ACROSS = 350;
const POINTS_OF_A_LETTER = 7;

/** In a sheet with columns that only sheets have, which are many, titles of numbers stand upright over what is written below. */
export function isNarrow(column: Column, columns: readonly Column[]): boolean {
  return isNumeric(column.kind) && columns.some(({ isForSpreadsheets }) => isForSpreadsheets === true);
}

/** Each as wide as its title, and one of text as its longest value, within bounds; a narrow one as its longest number. */
export function columnWidths({ columns, rows, totals }: ReportTable, language: Language): number[] {
  const bodies = totals === null ? rows : [...rows, totals];
  return columns.map((column, index) => {
    const written = (cells: readonly Cell[]): string[] => cells.map((cell) => writtenCell(cell, column.kind, language));
    const cells = bodies.map((row) => row[index] ?? null);
    if (isNarrow(column, columns)) return longest(written(extremes(cells))) + ROOM_IN_NARROW_COLUMN;
    const isText = !isNumeric(column.kind) && column.kind !== 'date';
    const shown = [titleOnPage(column, language), ...(isText ? written(cells) : [])];
    return Math.min(WIDEST, Math.max(NARROWEST, longest(shown)) + ROOM);
  });
}

/** In points, where titles stand upright; undefined: no higher than the other rows. */
export function headerHeight(columns: readonly Column[], language: Language): number | undefined {
  const upright = columns.filter((column) => isNarrow(column, columns)).map((column) => titleOnPage(column, language));
  return upright.length === 0 ? undefined : longest(upright) * POINTS_OF_A_LETTER;
}

/** How many columns are printed: keys for machines at the end are not. */
export function printedColumns(columns: readonly Column[]): number {
  return columns.findLastIndex(({ kind }) => kind !== 'id') + 1;
}

/** Pages beside each other. @example pagesAcross([50, 300]) is 1, pagesAcross([50, 301]) is 2 */
export function pagesAcross(widths: readonly number[]): number {
  const total = widths.reduce((sum, width) => sum + width, 0);
  return Math.max(1, Math.ceil(total / MOST_CHARACTERS_ACROSS));
}

/** Of the same kind no number is longer than the least or the greatest: writing all of them would take long. */
function extremes(cells: readonly Cell[]): number[] {
  const numbers = cells.filter((cell) => typeof cell === 'number');
  const pick = (choose: (one: number, other: number) => number): number => numbers.reduce(choose, 0);
  return [pick((one, other) => Math.min(one, other)), pick((one, other) => Math.max(one, other))];
}

function longest(texts: readonly string[]): number {
  return texts.reduce((most, text) => Math.max(most, text.length), 0);
}
