/** How much is in an epic. */
import type { UnitOfWork } from '../../platform/unit-of-work';

/** Live tasks of the epic. Index tasks_of_epic. */
export async function countTasksOfEpic(uow: UnitOfWork, epicId: string): Promise<number> {
  const row = await uow
    .trx('tasks')
    .where({ organization_id: uow.organizationId, epic_id: epicId })
    .whereNull('deleted_at')
    .count<{ count: number }[]>('* as count')
    .first();
  return row?.count ?? 0;
}
