/** A computed report as a file. Nothing but the report decides what is in it, so a frozen report gives the same figures for ever. */
import { fileNameOf } from '../../rendering/file-name.rules';
import { mostRows, renderTable, type Rendering } from '../../rendering/render-table';
import type { RenderedFile } from '../../rendering/table.types';
import { invalidField } from '../../shared/domain-error';
import type { ComputedReport } from './compute-report.query';
import type { ReportFormat } from './report-formats.types';
import { presentReportTable } from './report-table.presenter';

/**
 * The report in that format and language; its bytes are made when they are asked for. `askedBy` points at what named the format.
 * @throws DomainError validation_failed when the format takes fewer rows
 */
export function renderReport(
  computed: ComputedReport,
  { format, ...rendering }: Omit<Rendering, 'format'> & { format: ReportFormat },
  askedBy = '/format',
): RenderedFile {
  const table = presentReportTable(computed);
  if (format === 'json') {
    const name = fileNameOf(table, rendering.language, 'json');
    const bytes = (): Promise<Buffer> => Promise.resolve(Buffer.from(JSON.stringify(computed.body)));
    return { name, mediaType: 'application/json', isInline: false, bytes };
  }
  if (table.rows.length > mostRows[format]) {
    const message = `${format} takes ${mostRows[format]} rows and this report has ${table.rows.length}; ask for fewer dates, or for csv`;
    throw invalidField(askedBy, 'too_many_rows', message);
  }
  return renderTable(table, { ...rendering, format });
}
