/** Remembers ids of somebody who was erased, so that a sync does not bring them back. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import type { ErasedIdKind } from './erased-provider-ids.query';

/** Idempotent. Needs the organisation's key, which the erasure made. */
export async function rememberErasedIds(
  uow: UnitOfWork,
  { provider, kind }: { provider: string; kind: ErasedIdKind },
  externalIds: readonly string[],
): Promise<void> {
  if (externalIds.length === 0) return;
  await uow.trx.raw(
    `insert into erased_provider_ids (organization_id, provider, kind, id_hash)
      select distinct k.organization_id, :provider, :kind, erased_id_hash(k.key, :provider, :kind, i.id)
        from erasure_keys k, unnest(cast(:ids as text[])) i (id) where k.organization_id = :organization
      on conflict do nothing`,
    { organization: uow.organizationId, provider, kind, ids: [...externalIds] },
  );
}
