/** The least that matching must do before a roster may make people: nobody is made twice. */
import type { UnitOfWork } from '../../platform/unit-of-work';

/**
 * Sets new accounts aside, as suggested, whose name or address is that of a person here without an account of this provider:
 * a person decides who they are. It links nobody. Idempotent. Looks up people by name and addresses by their index.
 */
export async function holdLookalikes(uow: UnitOfWork, { connectionId }: { connectionId: string }): Promise<void> {
  await uow.trx.raw(
    `update external_accounts a set state = 'suggested', version = a.version + 1, updated_at = now()
     where a.organization_id = :organizationId and a.connection_id = :connectionId and a.state = 'new' and a.deleted_at is null
       and not exists (select from identity_decisions d
         where d.organization_id = a.organization_id and d.external_account_id = a.id)
       and exists (select from people p
         where p.organization_id = a.organization_id and p.deleted_at is null
           and not exists (select from external_accounts b
             where b.organization_id = p.organization_id and b.person_id = p.id and b.provider = a.provider)
           and (lower(p.full_name) in (
                  lower(a.raw_profile->>'displayName'),
                  lower((a.raw_profile->>'givenName') || ' ' || (a.raw_profile->>'surname')),
                  lower((a.raw_profile->>'surname') || ' ' || (a.raw_profile->>'givenName')))
             or exists (select from person_emails e
               where e.organization_id = p.organization_id and e.person_id = p.id and e.deleted_at is null
                 and (e.email = lower(a.raw_profile->>'email')
                   or a.raw_profile->'emails' @> jsonb_build_array(jsonb_build_object('address', e.email))))))`,
    { organizationId: uow.organizationId, connectionId },
  );
}
