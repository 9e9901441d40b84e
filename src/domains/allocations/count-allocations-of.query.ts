/** How much is booked on a project or a task. */
import type { UnitOfWork } from '../../platform/unit-of-work';

/** Live allocations that name it. Indexes allocations_of_project, allocations_of_task. */
export async function countAllocationsOf(
  uow: UnitOfWork,
  named: { project_id: string } | { task_id: string },
): Promise<number> {
  const row = await uow
    .trx('allocations')
    .where({ organization_id: uow.organizationId, ...named })
    .whereNull('deleted_at')
    .count<{ count: number }[]>('* as count')
    .first();
  return row?.count ?? 0;
}
