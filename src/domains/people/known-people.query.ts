/** Which ids are people. */
import type { UnitOfWork } from '../../platform/unit-of-work';

/** Those among `ids` that are live people of the organisation and not erased, nor will be until the transaction ends. By the primary key. */
export async function knownPeople(uow: UnitOfWork, ids: readonly string[]): Promise<Set<string>> {
  const rows = await uow
    .trx('people')
    .where('organization_id', uow.organizationId)
    .whereNull('deleted_at')
    .whereIn('id', [...new Set(ids)])
    .orderBy('id')
    .forKeyShare()
    .select<{ id: string; erased_at: Date | null }[]>('id', 'erased_at');
  return new Set(rows.filter((row) => row.erased_at === null).map(({ id }) => id));
}
