/** Which ids are people. */
import type { UnitOfWork } from '../../platform/unit-of-work';

/** Those among `ids` that are live people of the organisation. By the primary key. */
export async function knownPeople(uow: UnitOfWork, ids: readonly string[]): Promise<Set<string>> {
  const rows = await uow
    .trx('people')
    .where('organization_id', uow.organizationId)
    .whereNull('deleted_at')
    .whereIn('id', [...new Set(ids)])
    .select<{ id: string }[]>('id');
  return new Set(rows.map(({ id }) => id));
}
