/** What an organisation's retention asks for: runs of reports that ended long enough ago are removed. */
import type { FileStore } from '../../platform/file-store';
import { localToday } from '../organizations/local-today.query';
import { readSettings } from '../organizations/read-settings.query';
import { deleteRunFiles, deleteRunRows, hideExpiredRuns } from '../report-schedules/remove-runs.command';
import { asSystem, type SystemStep } from './as-system.command';
import { retentionDate } from './erasable.rules';

/**
 * At most `limit` runs, oldest first; 0 where the organisation keeps them for good. A pass that breaks off leaves runs that nobody
 * sees any more, and the next one goes on with those.
 */
export async function removeExpiredReports(
  step: SystemStep & { fileStore: FileStore },
  limit: number,
): Promise<number> {
  const { organizationId, fileStore } = step;
  const ids = await asSystem(step, async (uow) => {
    const { reportRunsMonths } = await readSettings(uow);
    if (reportRunsMonths === null) return [];
    const { today } = await localToday(uow);
    return hideExpiredRuns(uow, retentionDate(today, reportRunsMonths), limit);
  });
  for (const runId of ids) {
    await deleteRunFiles(fileStore, { organizationId, runId });
    await asSystem(step, (uow) => deleteRunRows(uow, runId));
  }
  return ids.length;
}
