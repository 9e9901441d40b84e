/** XLSX: numbers and dates as a spreadsheet knows them, text as text. The only file that knows the library. */
import type { CellStyle, CellValue, ColumnDef, WriteOptions, WriteSheet } from 'hucre/xlsx';
import { inLanguage, isNumeric, madeAtOf, pageWords, titleOnPage } from './written-values.rules';
import { columnWidths, headerHeight, isNarrow, pagesAcross, printedColumns } from './sheet-layout.rules';
import type { Cell, CellKind, Column, Language, ReportTable } from './table.types';

/** Excel allows no more characters in the name of a sheet. */
const LONGEST_SHEET_NAME = 31;
type Font = NonNullable<CellStyle['font']>;
const body: Font = { name: 'Calibri', size: 11 };
const bold: Font = { ...body, bold: true };
/** In inches. */
const PAPER_EDGE = { left: 0.3, right: 0.3, top: 0.4, bottom: 0.4, header: 0.2, footer: 0.2 };
const UPRIGHT: NonNullable<CellStyle['alignment']> = { horizontal: 'center', textRotation: 90 };
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
    namedRanges: printedRanges(table, sheetName(table.title[language])),
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
  const height = headerHeight(columns, language);
  const widths = columnWidths(table, language);
  return {
    name: sheetName(table.title[language]),
    columns: columns.map((column, index) => columnOf(column, { index, width: widths[index] ?? 0, language })),
    rows: [header, ...rows],
    ...(height === undefined ? {} : { rowDefs: new Map([[0, { height }]]) }),
    cells: boldCells(table, language),
    freezePane: { rows: 1, columns: 1 },
    autoFilter: { range: `A1:${columnName(columns.length - 1)}${table.rows.length + 1}` },
    pageSetup: {
      orientation: 'landscape',
      paperSize: 'a4',
      margins: PAPER_EDGE,
      fitToPage: true,
      fitToWidth: pagesAcross(widths.slice(0, printedColumns(columns))),
      fitToHeight: 0,
    },
  };
}

/**
 * What is printed, with the header on every page, and the names on a page of other columns. The library's own settings leave the
 * name of a sheet without quotes, so that a name of several words is no reference and nothing is repeated.
 */
function printedRanges(
  { columns, rows, totals }: ReportTable,
  sheet: string,
): NonNullable<WriteOptions['namedRanges']> {
  const last = `$${columnName(printedColumns(columns) - 1)}$${rows.length + (totals === null ? 1 : 2)}`;
  return [
    { name: '_xlnm.Print_Area', range: `'${sheet}'!$A$1:${last}`, scope: sheet },
    { name: '_xlnm.Print_Titles', range: `'${sheet}'!$A:$A,'${sheet}'!$1:$1`, scope: sheet },
  ];
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

function columnOf(
  { kind }: Column,
  { index, width, language }: { index: number; width: number; language: Language },
): ColumnDef {
  const numFmt = formatOf(kind, language);
  return {
    width,
    ...(numFmt === null ? {} : { numFmt }),
    ...(isIndented(kind, index) ? { style: { alignment: INDENTED } } : {}),
  };
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
    cells.set(`0,${index}`, { style: { font: bold, alignment: titleAlignment(table.columns, index) } });
    if (table.totals === null) return;
    const numFmt = formatOf(kind, language);
    cells.set(`${table.rows.length + 1},${index}`, {
      style: { font: bold, ...(numFmt === null ? {} : { numFmt }) },
    });
  });
  return cells;
}

function titleAlignment(columns: readonly Column[], index: number): NonNullable<CellStyle['alignment']> {
  const column = columns[index];
  if (column === undefined || isIndented(column.kind, index)) return INDENTED;
  if (isNarrow(column, columns)) return UPRIGHT;
  return { horizontal: isText(column.kind) ? 'left' : 'right' };
}

/** @example columnName(0) === 'A', columnName(26) === 'AA' */
function columnName(index: number): string {
  const last = String.fromCharCode('A'.charCodeAt(0) + (index % 26));
  return index < 26 ? last : columnName(Math.floor(index / 26) - 1) + last;
}

function sheetName(title: string): string {
  return title.replaceAll(/[[\]:*?/\\']/g, ' ').slice(0, LONGEST_SHEET_NAME);
}
