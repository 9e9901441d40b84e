/** A computed report as the answer of a request: as JSON, or as a file, of which the audit log is told. */
import { languages, mediaTypes, type Language, type RenderedFile } from '../../rendering/table.types';
import type { UnitOfWork } from '../../platform/unit-of-work';
import type { ComputedReport } from './compute-report.query';
import { renderReport } from './render-report.query';
import { fileFormats, reportFiles, type ReportFormat } from './report-formats.types';

/** What the query says. */
export interface FormatChoice {
  format?: ReportFormat | undefined;
  language?: Language | undefined;
  delimiter: 'comma' | 'semicolon';
  bom?: boolean | undefined;
}

/** What the headers say. */
export interface FormatPreferences {
  preferredType: (mediaTypes: readonly string[]) => string | null;
  preferredLanguage: (languages: readonly string[]) => string | null;
}

/** The format asked for. */
export function formatOf({ query, facts }: { query: FormatChoice; facts: FormatPreferences }): ReportFormat {
  if (query.format !== undefined) return query.format;
  const type = facts.preferredType(['application/json', ...reportFiles]);
  return fileFormats.find((format) => mediaTypes[format] === type) ?? 'json';
}

/**
 * The answer with the body, and with the file where one was asked for. A file leaves the house, so who took which figures of
 * which dates is written into the audit log with this unit of work: event `report.exported` of the organisation.
 * @throws DomainError validation_failed when the format takes fewer rows
 */
export function answerReport<Computed extends ComputedReport>(
  uow: UnitOfWork,
  computed: Computed,
  asked: { query: FormatChoice; facts: FormatPreferences },
): { status: 200; body: Computed['body']; file?: RenderedFile } {
  const format = formatOf(asked);
  const { query, facts } = asked;
  if (format === 'json') return { status: 200, body: computed.body };
  const language = query.language ?? preferredLanguage(facts);
  const csv = { delimiter: query.delimiter, hasByteOrderMark: query.bom === true };
  const askedBy = query.format === undefined ? '/header/Accept' : '/query/format';
  const file = renderReport(computed, { format, language, csv }, askedBy);
  uow.audit({
    event: 'report.exported',
    entityType: 'report',
    entityId: uow.organizationId,
    before: null,
    after: { report: computed.report, parameters: computed.parameters, format, language, file: file.name },
  });
  return { status: 200, body: computed.body, file };
}

function preferredLanguage(facts: FormatPreferences): Language {
  const language = facts.preferredLanguage(languages);
  return languages.find((one) => one === language) ?? 'en';
}
