/** Who exists in payroll, in time tracking, in both, in one only or in neither (PRODUCT §1, questions 7 and 8). */
import type { UnitOfWork } from '../../platform/unit-of-work';
import type { Presence, PresencePage, PresenceRow } from './presence.types';

/** One page by name. Ignored accounts are left out. Uses external_accounts_of_person. */
export async function listPresence(
  uow: UnitOfWork,
  { page, pageSize }: { page: number; pageSize: number },
  presence: Presence | undefined,
): Promise<PresencePage> {
  const bindings = { organization: uow.organizationId, presence: presence ?? null };
  const counted = await uow.trx.raw<{ rows: { presence: Presence; count: number }[] }>(
    `${KNOWN} select presence, count(*)::int as count from known group by presence`,
    bindings,
  );
  const counts = { both: 0, payroll_only: 0, time_tracking_only: 0, neither: 0 };
  for (const { presence: found, count } of counted.rows) counts[found] = count;
  const total =
    presence === undefined ? Object.values(counts).reduce((sum, count) => sum + count, 0) : counts[presence];
  const { rows } = await uow.trx.raw<{ rows: PresenceRow[] }>(PAGE, {
    ...bindings,
    limit: pageSize,
    offset: (page - 1) * pageSize,
  });
  return { items: rows, total, counts };
}

/** People with their accounts, and accounts without a person. */
const KNOWN = `
  with known as (
    select person_id, account_id, name, active, case when payroll and tracked then 'both' when payroll then 'payroll_only'
        when tracked then 'time_tracking_only' else 'neither' end as presence
      from (
        select p.id as person_id, null::uuid as account_id, p.full_name as name, p.active,
            coalesce(bool_or(a.provider = 'payfit'), false) as payroll, coalesce(bool_or(a.provider = 'gryzzly'), false) as tracked
          from people p
          left join external_accounts a on a.organization_id = p.organization_id and a.person_id = p.id and a.deleted_at is null
         where p.organization_id = :organization and p.deleted_at is null
         group by p.id, p.full_name, p.active
        union all
        select null, a.id, coalesce(nullif(a.raw_profile ->> 'displayName', ''),
            nullif(trim(concat_ws(' ', a.raw_profile ->> 'givenName', a.raw_profile ->> 'surname')), ''), a.external_user_id),
            a.active, a.provider = 'payfit', a.provider = 'gryzzly'
          from external_accounts a
         where a.organization_id = :organization and a.deleted_at is null and a.state in ('suggested', 'new')) each_one)`;

const PAGE = `${KNOWN}
  select k.person_id as "personId", k.name, k.active, k.presence,
      (select min(i.id_value) from person_identifiers i where i.organization_id = :organization and i.person_id = k.person_id
        and i.id_type = 'matricule' and i.deleted_at is null) as "payrollNumber",
      (select coalesce(jsonb_agg(jsonb_build_object('id', a.id, 'provider', a.provider, 'external_user_id', a.external_user_id,
          'state', a.state) order by a.provider, a.external_user_id), '[]')
         from external_accounts a where a.organization_id = :organization and a.deleted_at is null
          and (a.person_id = k.person_id or a.id = k.account_id)) as accounts
    from (select * from known where :presence::text is null or presence = :presence::text
           order by name collate "C", person_id, account_id limit :limit offset :offset) k
   order by k.name collate "C", k.person_id, k.account_id`;
