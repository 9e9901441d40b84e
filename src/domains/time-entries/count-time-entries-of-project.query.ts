/** How much was worked on a project. */
import type { UnitOfWork } from '../../platform/unit-of-work';

/** Live time entries that name the project. Reads the organisation's entries. */
export async function countTimeEntriesOfProject(uow: UnitOfWork, projectId: string): Promise<number> {
  const row = await uow
    .trx('time_entries')
    .where({ organization_id: uow.organizationId, project_id: projectId })
    .whereNull('deleted_at')
    .count<{ count: number }[]>('* as count')
    .first();
  return row?.count ?? 0;
}
