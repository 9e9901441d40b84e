/** What a run has made, by primary key: its figures and its files. Rows are only ever added. */
import type { Transaction } from '../../platform/database';
import type { ReportFile } from './report-schedules.types';

interface FileRow {
  run_id: string;
  format: ReportFile['format'];
  name: string;
  media_type: string;
  bytes: number;
  sha256: string;
}

export class ReportContentRepository {
  constructor(
    private readonly trx: Transaction,
    private readonly organizationId: string,
  ) {}

  /** Keeps the figures of a run, as the text they are written as. */
  async keepFigures(runId: string, computed: string): Promise<void> {
    await this.trx('report_snapshots').insert({ organization_id: this.organizationId, run_id: runId, computed });
  }

  /** The text; undefined when the run has none. */
  async figuresOf(runId: string): Promise<string | undefined> {
    const row = await this.trx('report_snapshots')
      .where({ organization_id: this.organizationId, run_id: runId })
      .first<{ computed: string } | undefined>('computed');
    return row?.computed;
  }

  /** Adds a file unless there is one of its format, which then stays. */
  async addFile({ runId, format, name, mediaType, bytes, sha256 }: ReportFile): Promise<void> {
    await this.trx('report_files')
      .insert({
        organization_id: this.organizationId,
        run_id: runId,
        format,
        name,
        media_type: mediaType,
        bytes,
        sha256,
      })
      .onConflict(['organization_id', 'run_id', 'format'])
      .ignore();
  }

  /** By format. */
  async filesOf(runId: string): Promise<ReportFile[]> {
    const rows = await this.trx('report_files')
      .where({ organization_id: this.organizationId, run_id: runId })
      .orderBy('format')
      .select<FileRow[]>('run_id', 'format', 'name', 'media_type', 'bytes', 'sha256');
    return rows.map(({ run_id: id, media_type: mediaType, ...row }) => ({ ...row, runId: id, mediaType }));
  }
}
