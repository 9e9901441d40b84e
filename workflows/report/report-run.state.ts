/** How a run's progress reads. */
import type { ReportProgress } from '../../src/domains/report-schedules/report-schedules.contract';

/** One line for the Web UI. @example 'Report: delivering, 2 of 5' */
export function progressDetails({ phase, done, total }: ReportProgress): string {
  return phase === 'ended' ? 'Report: ended' : `Report: ${phase}, ${String(done)} of ${String(total)}`;
}
