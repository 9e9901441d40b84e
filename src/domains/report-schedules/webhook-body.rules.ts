/** What a webhook is sent about a report. */
import { apiPath } from '../../shared/api-path';
import type { ReportFile, ReportRun, ReportSchedule } from './report-schedules.types';

/** Longest JSON of the figures that is sent along; a longer report is fetched. */
const MOST_FIGURES = 512 * 1024;

/**
 * The same text at each attempt. `figures` is the body of the report’s JSON, null when it is too long to be sent along.
 * @param figures of the run, as they are kept
 */
export function webhookBody({
  run,
  schedule,
  files,
  figures,
  appUrl,
}: {
  run: ReportRun;
  schedule: Pick<ReportSchedule, 'id' | 'name' | 'timezone'>;
  files: readonly ReportFile[];
  figures: { body: unknown };
  appUrl: string;
}): string {
  const fits = JSON.stringify(figures.body).length <= MOST_FIGURES;
  return JSON.stringify({
    type: 'report_run.ready',
    timestamp: run.computedAt?.toISOString() ?? null,
    data: {
      run_id: run.id,
      run_key: run.runKey,
      schedule_id: schedule.id,
      name: schedule.name,
      report: run.report,
      parameters: run.parameters,
      scheduled_for: run.scheduledFor.toISOString(),
      timezone: schedule.timezone,
      computed_at: run.computedAt?.toISOString() ?? null,
      files: files.map((file) => toldFile(run.id, file, appUrl)),
      figures: fits ? figures.body : null,
    },
  });
}

/** A file of a run as clients and receivers are told of it; `base` is what its address begins with, nothing for a path. */
export function toldFile(runId: string, { format, name, mediaType, bytes, sha256 }: ReportFile, base = ''): object {
  return {
    format,
    name,
    media_type: mediaType,
    bytes,
    sha256,
    url: base + apiPath(`/report-runs/${runId}/files/${format}`),
  };
}
