/** CSV by RFC 4180: a header, a record for each row, CR LF after each. Text that a spreadsheet would run as a formula is disarmed. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { stringify, type Options } from 'csv-stringify/sync';
import { plainCell, plainNumber, titleWithUnit } from './written-values.rules';
import type { Language, ReportTable } from './table.types';

export interface CsvDialect {
  /** RFC 4180 says comma; a French spreadsheet splits at semicolons. */
  delimiter: 'comma' | 'semicolon';
  /** Begins with a UTF-8 byte order mark, by which Excel knows the encoding. */
  hasByteOrderMark: boolean;
}

const ROWS_AT_ONCE = 2_000;

/** UTF-8. Numbers are plain, with the decimal mark of the language; dates are `YYYY-MM-DD`. Other work goes on between chunks. */
export async function renderCsv(table: ReportTable, language: Language, dialect: CsvDialect): Promise<Buffer> {
  const options: Options = {
    delimiter: dialect.delimiter === 'comma' ? ',' : ';',
    record_delimiter: 'windows',
    escape_formulas: true,
    cast: { number: (value) => plainNumber(value, language) },
  };
  const header = stringify([table.columns.map((column) => titleWithUnit(column, language))], options);
  const parts = [dialect.hasByteOrderMark ? `\uFEFF${header}` : header];
  for (let start = 0; start < table.rows.length; start += ROWS_AT_ONCE) {
    const rows = table.rows.slice(start, start + ROWS_AT_ONCE);
    const records = rows.map((row) =>
      table.columns.map(({ kind }, index) => plainCell(row[index] ?? null, kind, language)),
    );
    parts.push(stringify(records, options));
    await nextTurn();
  }
  return Buffer.from(parts.join(''), 'utf8');
}
