/** How a run went, and when a delivery is tried again. */
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

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 3_600_000;

/**
 * How long to wait after so many attempts when the receiver asks for `retryAfterMs`: never shorter than without its asking.
 * @example retryDelayMs(1, 60_000) === 60_000; retryDelayMs(4, 0) === 8_000
 */
export function retryDelayMs(attempts: number, retryAfterMs: number): number {
  const unasked = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(attempts - 1, 20));
  return Math.max(retryAfterMs, unasked);
}
