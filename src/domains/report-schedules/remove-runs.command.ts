/** Removes runs for good, as retention asks for it: first from sight, then their files, then their rows. */
import type { FileStore } from '../../platform/file-store';
import type { UnitOfWork } from '../../platform/unit-of-work';
import type { IsoDate } from '../../shared/calendar-dates';
import { findExpiredRuns } from './expired-runs.query';
import { reportRunFolder } from './report-file-key.rules';

/** Takes runs that ended before `date` from sight and answers their ids, at most `limit`; those of a pass that broke off are among them. */
export async function hideExpiredRuns(uow: UnitOfWork, date: IsoDate, limit: number): Promise<string[]> {
  const ids = (await findExpiredRuns(uow, date, limit)).first.map(({ id }) => id);
  await uow
    .trx('report_runs')
    .where('organization_id', uow.organizationId)
    .whereIn('id', ids)
    .whereNull('deleted_at')
    .update({ deleted_at: uow.now, version: uow.trx.raw('version + 1') });
  return ids;
}

/** Deletes whatever is stored of a run, also what a killed worker left without a name. */
export async function deleteRunFiles(
  fileStore: FileStore,
  run: { organizationId: string; runId: string },
): Promise<void> {
  for await (const { key } of fileStore.list(reportRunFolder(run))) await fileStore.delete(key);
}

/** Deletes figures, deliveries and the run itself. Nothing to do when it has gone. */
export async function deleteRunRows(uow: UnitOfWork, runId: string): Promise<void> {
  const ofRun = { organization_id: uow.organizationId, run_id: runId };
  for (const table of ['report_deliveries', 'report_files', 'report_snapshots'])
    await uow.trx(table).where(ofRun).delete();
  const deleted = await uow
    .trx('report_runs')
    .where({ organization_id: uow.organizationId, id: runId })
    .whereNotNull('deleted_at')
    .delete()
    .returning<{ schedule_id: string; run_key: string }[]>(['schedule_id', 'run_key']);
  for (const before of deleted) {
    uow.audit({ event: 'report_run.removed', entityType: 'report_run', entityId: runId, before, after: null });
  }
}
