/** A table in a PDF: lines under rows, the header again on every page, long names in several lines. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Page } from './written-values.rules';
import type { Cell } from './table.types';

const FONT_SIZE = 8;
const PADDING = 3;
const GAP = 8;
/** Rows whose names decide how wide columns are; the names of others are broken to fit. */
const MEASURED_ROWS = 300;
const ROWS_AT_ONCE = 25;

/** Where things may stand; `bottom` leaves room for the foot of the page. */
export interface Area {
  left: number;
  top: number;
  width: number;
  bottom: number;
}

interface Layout {
  doc: PDFKit.PDFDocument;
  page: Page;
  area: Area;
  /** Of each column, without the gap beside it. */
  widths: number[];
}

/** Draws from `doc.y` on and adds pages as needed. Fonts `body` and `bold` are registered. Other work goes on between rows. */
export async function drawTable(
  doc: PDFKit.PDFDocument,
  { page, rows, area }: { page: Page; rows: readonly (readonly Cell[])[]; area: Area },
): Promise<void> {
  doc.fontSize(FONT_SIZE);
  const layout = { doc, page, area, widths: widthsOf(doc, page, { rows, area }) };
  drawHeader(layout);
  for (const [index, row] of rows.entries()) {
    // The totals never stand alone on a page.
    const isKept = index === rows.length - 1 && page.totals !== null;
    drawRow(layout, page.rowOf(row).map(oneLine), { font: 'body', isKept });
    if (index % ROWS_AT_ONCE === ROWS_AT_ONCE - 1) await nextTurn();
  }
  if (page.totals !== null) drawRow(layout, page.totals, { font: 'bold', isKept: false });
}

/** As wide as what stands in them; when that is too much, columns of text give way. */
function widthsOf(
  doc: PDFKit.PDFDocument,
  { columns, rowOf, totals }: Page,
  { rows, area }: { rows: readonly (readonly Cell[])[]; area: Area },
): number[] {
  const written = [...rows.slice(0, MEASURED_ROWS).map(rowOf), ...(totals === null ? [] : [totals])];
  doc.font('bold');
  const wanted = columns.map(({ title, isNumber }, index) => {
    const cells = written.map((row) => row[index] ?? '');
    // A title may be broken between its words.
    return Math.max(
      ...[...title.split(' '), ...(isNumber || title === '' ? cells : [title, ...cells])].map((text) =>
        doc.widthOfString(text),
      ),
    );
  });
  const room = area.width - GAP * (columns.length - 1);
  const numbers = wanted.filter((_, index) => columns[index]?.isNumber).reduce((sum, width) => sum + width, 0);
  const texts = wanted.reduce((sum, width) => sum + width, 0) - numbers;
  const share = Math.min(1, (room - numbers) / texts);
  const fitted = wanted.map((width, index) => (columns[index]?.isNumber === true ? width : width * share));
  const spare = (room - fitted.reduce((sum, width) => sum + width, 0)) / fitted.length;
  return fitted.map((width) => width + Math.max(0, spare));
}

function drawHeader(layout: Layout): void {
  const { doc, page } = layout;
  const titles = page.columns.map(({ title }) => title);
  const height = heightOf(layout, titles, 'bold');
  if (doc.y + 3 * height > layout.area.bottom) startPage(layout);
  drawCells(layout, titles, { font: 'bold', height });
  drawLine(layout, 1.2);
}

/** `isKept`: on the same page as the row after it. */
function drawRow(
  layout: Layout,
  cells: readonly string[],
  { font, isKept }: { font: 'body' | 'bold'; isKept: boolean },
): void {
  const height = heightOf(layout, cells, font);
  if (layout.doc.y + (isKept ? 2 * height : height) > layout.area.bottom) {
    startPage(layout);
    drawHeader(layout);
  }
  drawCells(layout, cells, { font, height });
  drawLine(layout, 0.3);
}

/** A font has no letters for control characters, and a line break would run into the row below. */
function oneLine(cell: string): string {
  return cell.replaceAll(/\p{Control}+/gu, ' ');
}

function startPage({ doc, area }: Layout): void {
  doc.addPage();
  doc.y = area.top;
}

function heightOf({ doc, widths }: Layout, cells: readonly string[], font: 'body' | 'bold'): number {
  doc.font(font).fontSize(FONT_SIZE);
  const heights = cells.map((cell, index) => {
    const width = widths[index] ?? 0;
    return doc.widthOfString(cell) <= width ? doc.currentLineHeight() : doc.heightOfString(cell, { width });
  });
  return Math.max(...heights) + 2 * PADDING;
}

function drawCells(
  { doc, page, area, widths }: Layout,
  cells: readonly string[],
  { font, height }: { font: 'body' | 'bold'; height: number },
): void {
  const { y } = doc;
  let x = area.left;
  doc.font(font).fontSize(FONT_SIZE).fillColor('#1a1a1a');
  for (const [index, cell] of cells.entries()) {
    const width = widths[index] ?? 0;
    const align = page.columns[index]?.isNumber === true ? 'right' : 'left';
    const own = doc.widthOfString(cell);
    if (own <= width) doc.text(cell, align === 'right' ? x + width - own : x, y + PADDING, { lineBreak: false });
    else doc.text(cell, x, y + PADDING, { width, align });
    x += width + GAP;
  }
  doc.x = area.left;
  doc.y = y + height;
}

function drawLine({ doc, area }: Layout, thickness: number): void {
  doc
    .moveTo(area.left, doc.y)
    .lineTo(area.left + area.width, doc.y)
    .lineWidth(thickness)
    .strokeColor('#b0b0b0')
    .stroke();
}
