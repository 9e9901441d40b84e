/** PDF for printing: A4 across, the chart as vectors, pages numbered. The only file that knows the library, beside its table. */
import { join } from 'node:path';
import { CHART_WIDTH, chartHeight, chartNote } from './chart-option';
import { drawTable, type Area } from './pdf-table';
import { printableTable } from './printable-table';
import { printableText } from './printable-text.rules';
import { renderChart } from './render-chart';
import { inLanguage, madeAtOf, pageOf, pageWords, writtenDate } from './written-values.rules';
import type { Chart, Language, ReportTable } from './table.types';

/** The fonts every PDF reader has know only western Europe; people's names need more. */
const FONTS = join(__dirname, 'fonts');
const MARGIN = 36;
const FOOT = 24;

const COLON: Readonly<Record<Language, string>> = { en: ': ', fr: '\u00A0: ' };

type Document = PDFKit.PDFDocument;

/**
 * Text can be selected and searched. The fonts have Latin, Greek, Cyrillic and more, not Chinese, Japanese, Korean or emoji: those are written
 * in Latin letters. Other work goes on between rows.
 */
export async function renderPdf(asked: ReportTable, language: Language): Promise<Buffer> {
  const doc = await openDocument(asked, language);
  const table = printableTable(asked, (text) => printableText(text, lettersOf(doc)));
  const finished = bytesOf(doc);
  const area: Area = {
    left: MARGIN,
    top: MARGIN,
    width: doc.page.width - 2 * MARGIN,
    bottom: doc.page.height - MARGIN - FOOT,
  };
  drawHead(doc, table, language);
  if (table.chart !== null) await drawChart(doc, table.chart, { language, area });
  if (table.rows.length === 0) doc.font('body').fontSize(10).text(pageWords.nothing[language]);
  else await drawTable(doc, { page: pageOf(table, language), rows: table.rows, area });
  numberPages(doc, table, language);
  doc.end();
  return finished;
}

async function openDocument(table: ReportTable, language: Language): Promise<Document> {
  const { default: PDFDocument } = await import('pdfkit');
  const doc = new PDFDocument({
    size: 'A4',
    layout: 'landscape',
    margin: MARGIN,
    bufferPages: true,
    lang: language,
    displayTitle: true,
    info: {
      Title: table.title[language],
      Creator: 'Plan Charge',
      CreationDate: madeAtOf(table),
    },
  });
  // Not as the option `font`: the same file under two names is read anew at each use.
  doc.registerFont('body', join(FONTS, 'DejaVuSansCondensed.ttf'));
  doc.registerFont('bold', join(FONTS, 'DejaVuSansCondensed-Bold.ttf'));
  return doc;
}

/** Whether a font that has been opened has a letter; pdfkit keeps it to itself. */
function lettersOf(doc: Document): (codePoint: number) => boolean {
  const { _font: opened } = doc.font('body') as unknown as OpenedFont;
  return (codePoint) => opened.font.hasGlyphForCodePoint(codePoint);
}

interface OpenedFont {
  _font: { font: { hasGlyphForCodePoint: (codePoint: number) => boolean } };
}

function bytesOf(doc: Document): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    doc.on('data', (part: Buffer) => parts.push(part));
    doc.on('end', () => resolve(Buffer.concat(parts)));
    doc.on('error', reject);
  });
}

function drawHead(doc: Document, table: ReportTable, language: Language): void {
  const facts = table.facts.map(
    ({ title, value }) => `${title[language]}${COLON[language]}${inLanguage(value, language)}`,
  );
  doc.font('bold').fontSize(16).fillColor('#1a1a1a').text(table.title[language]);
  doc
    .font('body')
    .fontSize(9)
    .fillColor('#555555')
    .text([periodOf(table, language), ...facts].join('   ·   '));
  doc.moveDown(1);
}

function periodOf({ period }: ReportTable, language: Language): string {
  return `${writtenDate(period.from, language)} – ${writtenDate(period.to, language)}`;
}

/** As wide as the page; a chart that would be higher than what is left of it is drawn flatter. */
async function drawChart(
  doc: Document,
  chart: Chart,
  { language, area }: { language: Language; area: Area },
): Promise<void> {
  const { default: svgToPdf } = await import('svg-to-pdfkit');
  doc.font('bold').fontSize(10).fillColor('#1a1a1a').text(chart.title[language]).moveDown(0.4);
  const scale = area.width / CHART_WIDTH;
  const drawnHeight = Math.min(chartHeight(chart), Math.floor((area.bottom - doc.y) / scale));
  const height = drawnHeight * scale;
  svgToPdf(doc, await renderChart(chart, language, drawnHeight), area.left, doc.y, {
    width: area.width,
    height,
    assumePt: true,
    preserveAspectRatio: 'xMinYMin meet',
    fontCallback: (_family, isBold) => (isBold ? 'bold' : 'body'),
    warningCallback: (warning) => {
      throw new Error(`The chart does not fit into a PDF: ${warning}`);
    },
  });
  doc.x = area.left;
  doc.y += height;
  const note = chartNote(chart, language);
  if (note !== null) doc.font('body').fontSize(8).fillColor('#555555').text(note);
  doc.moveDown(1);
}

/** At the foot of each page, once it is known how many there are. */
function numberPages(doc: Document, table: ReportTable, language: Language): void {
  const { count } = doc.bufferedPageRange();
  for (let index = 0; index < count; index += 1) {
    doc.switchToPage(index);
    // Below the margin pdfkit would begin another page.
    doc.page.margins.bottom = 0;
    const y = doc.page.height - MARGIN - 8;
    const number = `${index + 1} / ${count}`;
    doc.font('body').fontSize(8).fillColor('#555555');
    doc.text(`${table.title[language]}, ${periodOf(table, language)}`, MARGIN, y, { lineBreak: false });
    doc.text(number, doc.page.width - MARGIN - doc.widthOfString(number), y, { lineBreak: false });
  }
}
