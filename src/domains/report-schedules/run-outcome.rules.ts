/** How a run went. */
import type { RunFile, RunState } from './report-schedules.types';

/**
 * Without figures it failed, or was cancelled. With figures it is completed when every file is there and every recipient has
 * it; an error of the run itself outweighs that of a file, and that outweighs a delivery's.
 * @example a PDF with too many rows: completed_with_errors, `pdf_not_made`
 */
export function outcomeOf(
  { run, files, deliveries }: RunFile,
  errorCode: string | null,
): { state: RunState; errorCode: string | null } {
  if (run.computedAt === null) {
    return { state: errorCode === 'cancelled' ? 'cancelled' : 'failed', errorCode: errorCode ?? 'failed' };
  }
  const made = new Set(files.map(({ format }) => format));
  const missing = run.formats.find((format) => !made.has(format));
  const isUndelivered = deliveries.some(({ state }) => state !== 'delivered');
  const code = errorCode ?? (missing === undefined ? null : `${missing}_not_made`);
  const reason = code ?? (isUndelivered ? 'not_delivered_to_all' : null);
  return { state: reason === null ? 'completed' : 'completed_with_errors', errorCode: reason };
}
