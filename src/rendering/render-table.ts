/** The file formats a table can be had in. */
import { fileNameOf } from './file-name.rules';
import { renderCsv, type CsvDialect } from './render-csv';
import type { Language, RenderedFile, ReportTable } from './table.types';

/** File formats by name, with the media type each is served as. */
export const mediaTypes = {
  csv: 'text/csv',
} as const;
export type FileFormat = keyof typeof mediaTypes;

export interface Rendering {
  format: FileFormat;
  language: Language;
  csv: CsvDialect;
}

/** The table as a file; its bytes are made when they are asked for. */
export function renderTable(table: ReportTable, rendering: Rendering): RenderedFile {
  const { format, language } = rendering;
  return {
    name: fileNameOf(table, language, format),
    mediaType: `${mediaTypes[format]}; charset=utf-8`,
    isInline: false,
    bytes: () => renderCsv(table, language, rendering.csv),
  };
}
