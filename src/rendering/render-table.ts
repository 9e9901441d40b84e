/** The file formats a table can be had in. */
import { fileNameOf } from './file-name.rules';
import { renderCsv, type CsvDialect } from './render-csv';
import { renderHtml } from './render-html';
import { renderPdf } from './render-pdf';
import { renderXlsx } from './render-xlsx';
import { mediaTypes, type FileFormat, type Language, type RenderedFile, type ReportTable } from './table.types';

/** Rows that a file of this format may have: making a longer one would keep everybody else waiting. */
export const mostRows: Readonly<Record<FileFormat, number>> = { csv: Infinity, xlsx: 20_000, html: 20_000, pdf: 5_000 };

export interface Rendering {
  format: FileFormat;
  language: Language;
  csv: CsvDialect;
}

/** The table as a file; its bytes are made when they are asked for. */
export function renderTable(table: ReportTable, rendering: Rendering): RenderedFile {
  const { format, language } = rendering;
  const mediaType = mediaTypes[format];
  return {
    name: fileNameOf(table, language, format),
    mediaType: mediaType.startsWith('text/') ? `${mediaType}; charset=utf-8` : mediaType,
    isInline: format === 'html',
    bytes: () => bytesOf(table, rendering),
  };
}

function bytesOf(table: ReportTable, { format, language, csv }: Rendering): Promise<Buffer> {
  switch (format) {
    case 'csv':
      return renderCsv(table, language, csv);
    case 'xlsx':
      return renderXlsx(table, language);
    case 'html':
      return renderHtml(table, language);
    case 'pdf':
      return renderPdf(table, language);
  }
}
