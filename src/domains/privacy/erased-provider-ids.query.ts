/** Which accounts and contracts of a provider are those of somebody who was erased. Only keyed hashes of their ids are kept. */
import type { UnitOfWork } from '../../platform/unit-of-work';

/** A contract stands for its collaborator where a record names nobody else, as absences do. */
export type ErasedIdKind = 'account' | 'contract';

/** Those among `externalIds` that were erased. By the primary key of erased_provider_ids. */
export async function erasedAmong(
  uow: UnitOfWork,
  { provider, kind }: { provider: string; kind: ErasedIdKind },
  externalIds: readonly string[],
): Promise<Set<string>> {
  if (externalIds.length === 0) return new Set();
  const { rows } = await uow.trx.raw<{ rows: { id: string }[] }>(
    `select i.id from erasure_keys k, unnest(cast(:ids as text[])) i (id)
      where k.organization_id = :organization and exists (select from erased_provider_ids e
        where e.organization_id = :organization and e.provider = :provider and e.kind = :kind
          and e.id_hash = erased_id_hash(k.key, :provider, :kind, i.id))`,
    { organization: uow.organizationId, provider, kind, ids: [...new Set(externalIds)] },
  );
  return new Set(rows.map(({ id }) => id));
}
