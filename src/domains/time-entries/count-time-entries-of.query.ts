/** How much was worked on a project or a task. */
import type { UnitOfWork } from '../../platform/unit-of-work';

/** Live time entries that name it. Of a project, reads the organisation's entries; of a task, index time_entries_of_task. */
export async function countTimeEntriesOf(
  uow: UnitOfWork,
  named: { project_id: string } | { task_id: string },
): Promise<number> {
  const row = await uow
    .trx('time_entries')
    .where({ organization_id: uow.organizationId, ...named })
    .whereNull('deleted_at')
    .count<{ count: number }[]>('* as count')
    .first();
  return row?.count ?? 0;
}
