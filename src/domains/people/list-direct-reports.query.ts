/** Who reports to a person. */
import type { UnitOfWork } from '../../platform/unit-of-work';

/** Ids of the live people whose manager is `personId`, directly. Index people_of_manager. */
export async function listDirectReports(uow: UnitOfWork, personId: string): Promise<string[]> {
  const rows = await uow
    .trx('people')
    .where({ organization_id: uow.organizationId, manager_id: personId })
    .whereNull('deleted_at')
    .select<{ id: string }[]>('id');
  return rows.map((row) => row.id);
}
