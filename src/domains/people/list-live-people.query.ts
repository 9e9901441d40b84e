/** Everybody of the organisation. */
import type { UnitOfWork } from '../../platform/unit-of-work';

/** The ids of all people who are not deleted, in id order. */
export async function listLivePeople(uow: UnitOfWork): Promise<string[]> {
  const rows = await uow
    .trx('people')
    .where('organization_id', uow.organizationId)
    .whereNull('deleted_at')
    .orderBy('id')
    .select<{ id: string }[]>('id');
  return rows.map((row) => row.id);
}
