/** Who reports to whom. */
import type { UnitOfWork } from '../../platform/unit-of-work';

/** The manager of every live person who has one. Reads the organisation's people. */
export async function listManagers(uow: UnitOfWork): Promise<Map<string, string>> {
  const rows = await uow
    .trx('people')
    .where('organization_id', uow.organizationId)
    .whereNull('deleted_at')
    .whereNotNull('manager_id')
    .select<{ id: string; manager_id: string }[]>('id', 'manager_id');
  return new Map(rows.map((row) => [row.id, row.manager_id]));
}
