/** Runs that ended so long ago that they are not kept any more. By report_runs_finished. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import type { IsoDate } from '../../shared/calendar-dates';

export interface ExpiredRun {
  id: string;
  scheduleId: string;
  runKey: string;
  finishedAt: Date;
}

export interface ExpiredRuns {
  total: number;
  files: number;
  bytes: number;
  /** The oldest ones. */
  first: ExpiredRun[];
}

/** What ended before `date` (UTC): how much it is, and the first `limit` of it. */
export async function findExpiredRuns(uow: UnitOfWork, date: IsoDate, limit: number): Promise<ExpiredRuns> {
  const ended = () =>
    uow
      .trx('report_runs')
      .where('organization_id', uow.organizationId)
      .where('finished_at', '<', new Date(`${date}T00:00:00Z`));
  const [sums] = await uow
    .trx('report_files')
    .where('organization_id', uow.organizationId)
    .whereIn('run_id', ended().select('id'))
    .select<{ files: number; bytes: string }[]>(
      uow.trx.raw('count(*)::int as files'),
      uow.trx.raw('coalesce(sum(bytes), 0) as bytes'),
    );
  const [counted] = await ended().select<{ total: number }[]>(uow.trx.raw('count(*)::int as total'));
  const rows = await ended()
    .orderBy(['finished_at', 'id'])
    .limit(limit)
    .select<{ id: string; schedule_id: string; run_key: string; finished_at: Date }[]>(
      'id',
      'schedule_id',
      'run_key',
      'finished_at',
    );
  const first = rows.map((row) => ({
    id: row.id,
    scheduleId: row.schedule_id,
    runKey: row.run_key,
    finishedAt: row.finished_at,
  }));
  return { total: counted?.total ?? 0, files: sums?.files ?? 0, bytes: Number(sums?.bytes ?? 0), first };
}
