/** How much is booked on a project. */
import type { UnitOfWork } from '../../platform/unit-of-work';

/** Live allocations that name the project. Index allocations_of_project. */
export async function countAllocationsOfProject(uow: UnitOfWork, projectId: string): Promise<number> {
  const row = await uow
    .trx('allocations')
    .where({ organization_id: uow.organizationId, project_id: projectId })
    .whereNull('deleted_at')
    .count<{ count: number }[]>('* as count')
    .first();
  return row?.count ?? 0;
}
