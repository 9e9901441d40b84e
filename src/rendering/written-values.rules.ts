/**
 * How values are written. In files for machines a number is plain; for people it is grouped, and has the places of its kind.
 * Example: 75,630 minutes are `1260.5` in English CSV, `1260,5` in French CSV and `1,260.50` on an English page.
 */
import type { IsoDate } from '../shared/calendar-dates';
import { hoursOfMinutes } from '../shared/wire-hours';
import type { Cell, CellKind, Column, Language, ReportTable, Text } from './table.types';

/** The words in that language; what somebody wrote stays as it is. */
export function inLanguage(text: Text, language: Language): string {
  return typeof text === 'string' ? text : text[language];
}

/** @example titleWithUnit({ title: { en: 'Net', fr: 'Net' }, kind: 'hours' }, 'en') === 'Net (h)' */
export function titleWithUnit(column: Column, language: Language): string {
  const unit = unitOf(column.kind);
  return unit === null ? column.title[language] : `${column.title[language]} (${unit})`;
}

/** A number in the unit of its kind: minutes as hours with two places, ratios as percent with four. */
export function inUnit(value: number, kind: CellKind): number {
  if (kind === 'hours') return hoursOfMinutes(value);
  return kind === 'percent' ? Math.round(value * 1_000_000) / 10_000 : value;
}

/** @example plainNumber(1260.5, 'fr') === '1260,5' */
export function plainNumber(value: number, language: Language): string {
  return language === 'fr' ? String(value).replace('.', ',') : String(value);
}

/** @example writtenDate('2027-02-01', 'fr') === '01/02/2027' */
export function writtenDate(date: IsoDate, language: Language): string {
  return language === 'fr' ? date.split('-').reverse().join('/') : date;
}

type Formats = Readonly<
  Record<Language, readonly [none: Intl.NumberFormat, one: Intl.NumberFormat, two: Intl.NumberFormat]>
>;

/** Made once: making one costs a hundred times what using it does. */
const numbers = formatsOf('decimal');
const ratios = formatsOf('percent');

function formatsOf(style: 'decimal' | 'percent'): Formats {
  const format = (locale: string, places: number): Intl.NumberFormat =>
    new Intl.NumberFormat(locale, { style, minimumFractionDigits: places, maximumFractionDigits: places });
  return {
    en: [format('en-GB', 0), format('en-GB', 1), format('en-GB', 2)],
    fr: [format('fr-FR', 0), format('fr-FR', 1), format('fr-FR', 2)],
  };
}

/** @example writtenNumber(1260.5, 2, 'en') === '1,260.50' */
export function writtenNumber(value: number, places: 0 | 1 | 2, language: Language): string {
  return numbers[language][places].format(value);
}

/** @example writtenRatio(0.857143, 1, 'en') === '85.7%' */
export function writtenRatio(value: number, places: 0 | 1 | 2, language: Language): string {
  return ratios[language][places].format(value);
}

/** A cell for people: hours with two places, rates with one and their sign, dates as the language has them, a dash for nothing. */
export function writtenCell(cell: Cell, kind: CellKind, language: Language): string {
  if (cell === null) return '–';
  if (typeof cell !== 'number') {
    return kind === 'date' && typeof cell === 'string' ? writtenDate(cell, language) : inLanguage(cell, language);
  }
  if (kind === 'percent') return writtenRatio(cell, 1, language);
  return writtenNumber(inUnit(cell, kind), kind === 'hours' || kind === 'days' ? 2 : 0, language);
}

/** A title for people and spreadsheets: rates carry their own percent sign. */
export function titleOnPage(column: Column, language: Language): string {
  return column.kind === 'percent' ? column.title[language] : titleWithUnit(column, language);
}

/** What a page shows of a table, in words. */
export interface Page {
  columns: { title: string; isNumber: boolean }[];
  rowOf: (row: readonly Cell[]) => string[];
  totals: string[] | null;
}

/** The table as people read it: keys for machines are left out, and a column without a total has nothing there. */
export function pageOf(table: ReportTable, language: Language): Page {
  const { totals } = table;
  const shown = table.columns.flatMap((column, index) =>
    column.kind === 'id' || column.isForSpreadsheets === true ? [] : [{ column, index }],
  );
  const written = (row: readonly Cell[], { column, index }: (typeof shown)[number]): string =>
    writtenCell(row[index] ?? null, column.kind, language);
  const hasTotal = ({ column, index }: (typeof shown)[number]): boolean =>
    column.kind === 'percent' || totals?.[index] !== null;
  return {
    columns: shown.map(({ column }) => ({ title: titleOnPage(column, language), isNumber: isNumeric(column.kind) })),
    rowOf: (row) => shown.map((one) => written(row, one)),
    totals: totals === null ? null : shown.map((one) => (hasTotal(one) ? written(totals, one) : '')),
  };
}

/** Names of things on pages and sheets. */
export const pageWords = {
  period: { en: 'Period', fr: 'Période' },
  nothing: { en: 'Nothing to show for these dates.', fr: 'Rien à afficher pour ces dates.' },
  noCapacity: { en: 'no capacity', fr: 'sans capacité' },
} as const satisfies Record<string, Text>;

function unitOf(kind: CellKind): string | null {
  if (kind === 'hours') return 'h';
  return kind === 'percent' ? '%' : null;
}

/** True for a cell that holds a number and stands on the right. */
export function isNumeric(kind: CellKind): boolean {
  return kind === 'hours' || kind === 'percent' || kind === 'count' || kind === 'days';
}

/** A cell without formatting: numbers in their unit, dates and names as they are, empty where there is nothing to say. */
export function plainCell(cell: Cell, kind: CellKind, language: Language): string | number {
  if (cell === null) return '';
  return typeof cell === 'number' ? inUnit(cell, kind) : inLanguage(cell, language);
}

/** What a file says about when it was made: of the table alone, so that the same table is the same file. */
export function madeAtOf({ computedAt, period }: Pick<ReportTable, 'computedAt' | 'period'>): Date {
  return new Date(computedAt ?? `${period.to}T00:00:00Z`);
}
