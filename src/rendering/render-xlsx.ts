/** XLSX: numbers and dates as a spreadsheet knows them, text as text. The only file that knows the library. */
import type { CellStyle, CellValue, ColumnDef, WriteOptions, WriteSheet } from 'hucre/xlsx';
import { inLanguage, isNumeric, madeAtOf, pageWords, titleOnPage } from './written-values.rules';
import type { Cell, CellKind, Column, Language, ReportTable } from './table.types';

/** Excel allows no more characters in the name of a sheet. */
const LONGEST_SHEET_NAME = 31;
type Font = NonNullable<CellStyle['font']>;
const body: Font = { name: 'Calibri', size: 11 };
const bold: Font = { ...body, bold: true };
const WIDEST = 50;
const NARROWEST = 12;
const MOST_COLUMNS_ON_A_PAGE = 20;
const INDENTED: NonNullable<CellStyle['alignment']> = { horizontal: 'left', indent: 1 };

/**
 * A sheet with the table under a frozen header beside frozen names, and one that says what it is about. Hours are unrounded numbers shown with
 * two places, rates are ratios shown as percent.
 */
export async function renderXlsx(table: ReportTable, language: Language): Promise<Buffer> {
  const { writeXlsx } = await import('hucre/xlsx');
  const madeAt = madeAtOf(table);
  const options: WriteOptions = {
    sheets: [tableSheet(table, language), aboutSheet(table, language)],
    namedRanges: [printedTitles(sheetName(table.title[language]))],
    properties: { title: table.title[language], creator: 'Plan Charge', created: madeAt, modified: madeAt },
    defaultFont: body,
    stringMode: 'inline',
  };
  return Buffer.from(await writeXlsx(options));
}

function tableSheet(table: ReportTable, language: Language): WriteSheet {
  const { columns } = table;
  const header = columns.map((column) => titleOnPage(column, language));
  const bodies = table.totals === null ? table.rows : [...table.rows, table.totals];
  const rows = bodies.map((row) => columns.map(({ kind }, index) => valueOf(row[index] ?? null, kind, language)));
  return {
    name: sheetName(table.title[language]),
    columns: columns.map((column, index) => ({
      ...columnOf(
        column,
        language,
        [header, ...rows].map((row) => row[index] ?? null),
      ),
      ...(isIndented(column.kind, index) ? { style: { alignment: INDENTED } } : {}),
    })),
    rows: [header, ...rows],
    cells: boldCells(table, language),
    freezePane: { rows: 1, columns: 1 },
    autoFilter: { range: `A1:${columnName(columns.length - 1)}${table.rows.length + 1}` },
    pageSetup: {
      orientation: 'landscape',
      // More columns than a page has room for are better spread over several than too small to read.
      ...(columns.length > MOST_COLUMNS_ON_A_PAGE ? {} : { fitToPage: true, fitToWidth: 1, fitToHeight: 0 }),
    },
  };
}

/**
 * The header on every printed page, and the names on a page of other columns. The library's own setting leaves the name of a
 * sheet without quotes, so that a name of several words is no reference and nothing is repeated.
 */
function printedTitles(sheet: string): NonNullable<WriteOptions['namedRanges']>[number] {
  return { name: '_xlnm.Print_Titles', range: `'${sheet}'!$A:$A,'${sheet}'!$1:$1`, scope: sheet };
}

function aboutSheet(table: ReportTable, language: Language): WriteSheet {
  const { from, to } = table.period;
  return {
    name: { en: 'About', fr: 'À propos' }[language],
    columns: [{ width: 30 }, { width: 16, numFmt: dateFormat(language) }, { width: 16, numFmt: dateFormat(language) }],
    rows: [
      [table.title[language]],
      [pageWords.period[language], dateValue(from), dateValue(to)],
      ...table.facts.map((fact) => [fact.title[language], inLanguage(fact.value, language)]),
    ],
    cells: new Map([['0,0', { style: { font: bold } }]]),
  };
}

function valueOf(cell: Cell, kind: CellKind, language: Language): CellValue {
  if (cell === null) return null;
  if (typeof cell === 'number') return kind === 'hours' ? cell / 60 : cell;
  return kind === 'date' && typeof cell === 'string' ? dateValue(cell) : inLanguage(cell, language);
}

function dateValue(date: string): Date {
  return new Date(`${date}T00:00:00Z`);
}

/** As wide as its title, and in columns of text as its longest value; `values` begin with the title. */
function columnOf(column: Column, language: Language, values: readonly CellValue[]): ColumnDef {
  const shown = isText(column.kind) ? values : values.slice(0, 1);
  const longest = shown.reduce<number>((most, value) => Math.max(most, String(value ?? '').length), NARROWEST);
  const numFmt = formatOf(column.kind, language);
  return { width: Math.min(WIDEST, longest + 3), ...(numFmt === null ? {} : { numFmt }) };
}

function isText(kind: CellKind): boolean {
  return !isNumeric(kind) && kind !== 'date';
}

/** Text behind a column of numbers, which end where it would begin. */
function isIndented(kind: CellKind, index: number): boolean {
  return index > 0 && isText(kind);
}

function formatOf(kind: CellKind, language: Language): string | null {
  switch (kind) {
    case 'hours':
      return '#,##0.00';
    case 'percent':
      return '0.0%';
    case 'count':
      return '0';
    case 'days':
      return '0.00';
    case 'date':
      return dateFormat(language);
    case 'text':
    case 'id':
      return null;
  }
}

function dateFormat(language: Language): string {
  return language === 'fr' ? 'dd/mm/yyyy' : 'yyyy-mm-dd';
}

/** Styles of the header and of the totals; a style of a cell takes the place of its column's. */
function boldCells(table: ReportTable, language: Language): NonNullable<WriteSheet['cells']> {
  const cells: NonNullable<WriteSheet['cells']> = new Map();
  table.columns.forEach(({ kind }, index) => {
    const horizontal = isText(kind) ? ('left' as const) : ('right' as const);
    const alignment = isIndented(kind, index) ? INDENTED : { horizontal };
    const header: CellStyle = { font: bold, alignment };
    cells.set(`0,${index}`, { style: header });
    if (table.totals === null) return;
    const numFmt = formatOf(kind, language);
    cells.set(`${table.rows.length + 1},${index}`, {
      style: { font: bold, ...(numFmt === null ? {} : { numFmt }) },
    });
  });
  return cells;
}

/** @example columnName(0) === 'A', columnName(26) === 'AA' */
function columnName(index: number): string {
  const last = String.fromCharCode('A'.charCodeAt(0) + (index % 26));
  return index < 26 ? last : columnName(Math.floor(index / 26) - 1) + last;
}

function sheetName(title: string): string {
  return title.replaceAll(/[[\]:*?/\\']/g, ' ').slice(0, LONGEST_SHEET_NAME);
}
