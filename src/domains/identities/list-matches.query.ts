/** The queue of suggestions. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import type { StoredSuggestion } from './external-accounts.types';

/** A suggestion with the names a reader needs to judge it. */
export interface Match extends StoredSuggestion {
  provider: string;
  external_user_id: string;
  raw_profile: Record<string, unknown>;
  person_name: string;
}

/**
 * One page, best first. A pair whose last decision is a rejection is not shown, nor an account that is linked or ignored
 * meanwhile. identity_suggestions_by_score finds them.
 */
export async function listMatches(
  uow: UnitOfWork,
  { page, pageSize }: { page: number; pageSize: number },
  { minScore, accountId }: { minScore: number; accountId: string | undefined },
): Promise<{ items: Match[]; total: number }> {
  const query = uow
    .trx('identity_suggestions as s')
    .join('external_accounts as a', (on) => {
      on.on('a.organization_id', 's.organization_id').andOn('a.id', 's.external_account_id');
    })
    .join('people as p', (on) => {
      on.on('p.organization_id', 's.organization_id').andOn('p.id', 's.person_id');
    })
    .where('s.organization_id', uow.organizationId)
    .whereIn('a.state', ['suggested', 'new'])
    .whereNull('a.deleted_at')
    .whereNull('p.deleted_at')
    .where('s.score', '>=', minScore)
    .whereRaw(NOT_REJECTED);
  if (accountId !== undefined) void query.where('s.external_account_id', accountId);
  const [counted] = await query.clone().count<{ count: string }[]>('* as count');
  const items = await query
    .orderBy([{ column: 's.score', order: 'desc' }, { column: 's.id' }])
    .limit(pageSize)
    .offset((page - 1) * pageSize)
    .select<Match[]>('s.*', 'a.provider', 'a.external_user_id', 'a.raw_profile', 'p.full_name as person_name');
  return { items, total: Number(counted?.count ?? 0) };
}

/** Ids rise with time, so the greatest is the last word. */
const NOT_REJECTED = `coalesce((
  select d.action <> 'reject' from identity_decisions d
   where d.organization_id = s.organization_id and d.external_account_id = s.external_account_id and d.person_id = s.person_id
   order by d.id desc limit 1), true)`;
