/**
 * Which decisions of the engine a person is asked about although nothing is doubtful: 2 % of links it made and of accounts it calls
 * new, so that errors it is sure of are found, too.
 */

/** One in so many. */
const AUDITED_ONE_IN = 50;

/**
 * Of the table `external_accounts`: sampled, decided by the engine, and no word of a person since. The sample goes by the last 32
 * bits of the id, which are random (RFC 9562), so it is the same whoever asks and nothing is stored.
 * @example an account whose id ends in 00000032 (50) that the engine has linked
 */
export const AUDITED_SQL = `('x' || right(external_accounts.id::text, 8))::bit(32)::bigint % ${String(AUDITED_ONE_IN)} = 0
  and (external_accounts.state = 'new'
    or external_accounts.state = 'linked' and external_accounts.link_method <> 'manual' and external_accounts.linked_by is null)
  and not exists (select from identity_decisions d where d.organization_id = external_accounts.organization_id
    and d.external_account_id = external_accounts.id and d.decided_by is not null
    and d.created_at >= coalesce(external_accounts.linked_at, '-infinity'))`;
