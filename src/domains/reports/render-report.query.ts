/** A report in the form it was asked for. The file is made from the very body that JSON would carry, so the figures and what is masked are the same. */
import { mediaTypes, mostRows, renderTable, type FileFormat, type Rendering } from '../../rendering/render-table';
import { languages, type Language, type RenderedFile, type ReportTable } from '../../rendering/table.types';
import { invalidField, type DomainError } from '../../shared/domain-error';

const fileFormats = Object.keys(mediaTypes) as FileFormat[];
/** JSON first: what a caller gets who says nothing. */
export const reportFormats = ['json', ...fileFormats] as const;
type ReportFormat = (typeof reportFormats)[number];

/** The media types of the files; a report's route names them as `files`. */
export const reportFiles: readonly string[] = Object.values(mediaTypes);

/** What the query says. */
export interface FormatChoice {
  format?: ReportFormat | undefined;
  language?: Language | undefined;
  delimiter: Rendering['csv']['delimiter'];
  bom?: boolean | undefined;
}

/** What the headers say. */
export interface FormatPreferences {
  preferredType: (mediaTypes: readonly string[]) => string | null;
  preferredLanguage: (languages: readonly string[]) => string | null;
}

/** The answer with the body, and with the file where one was asked for. `toTable` is only called for a file. @throws DomainError validation_failed when the format takes fewer rows */
export function renderReport<Body>(
  body: Body,
  toTable: (body: Body) => ReportTable,
  { query, facts }: { query: FormatChoice; facts: FormatPreferences },
): { status: 200; body: Body; file?: RenderedFile } {
  const format = query.format ?? preferredFormat(facts);
  if (format === 'json') return { status: 200, body };
  const language = query.language ?? preferredLanguage(facts);
  const table = toTable(body);
  if (table.rows.length > mostRows[format]) throw tooManyRows(table, format, query.format !== undefined);
  const csv = { delimiter: query.delimiter, hasByteOrderMark: query.bom === true };
  return { status: 200, body, file: renderTable(table, { format, language, csv }) };
}

function tooManyRows({ rows }: ReportTable, format: FileFormat, isAskedByQuery: boolean): DomainError {
  return invalidField(
    isAskedByQuery ? '/query/format' : '/header/Accept',
    'too_many_rows',
    `${format} takes ${mostRows[format]} rows and this report has ${rows.length}; ask for fewer dates, or for csv`,
  );
}

function preferredFormat(facts: FormatPreferences): ReportFormat {
  const type = facts.preferredType(['application/json', ...reportFiles]);
  return fileFormats.find((format) => mediaTypes[format] === type) ?? 'json';
}

function preferredLanguage(facts: FormatPreferences): Language {
  const language = facts.preferredLanguage(languages);
  return languages.find((one) => one === language) ?? 'en';
}
