/**
 * Who the bearer of a session is right now, and the version of their organisation's data at the same moment, in one look: an answer
 * kept under that version needs no transaction (read-cache.ts). It binds its own transaction to the organisation first, so it
 * works by itself as well as after a BEGIN, and it runs as its caller, so row-level security holds within it. No row = the session
 * has ended, or its user, membership or organisation is gone. `actor_of_session` (0033) stays for processes of the version before.
 * Lock: none. Rollback: drops the function.
 */
import type { Knex } from 'knex';
import { APPLICATION_ROLE } from './support/tenant-table';

const SIGNATURE = 'caller_of_session(uuid, uuid, uuid)';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create function caller_of_session(organization uuid, session uuid, account uuid)
    returns table (role text, person_id uuid, data_version bigint)
    language plpgsql volatile set plan_cache_mode = force_generic_plan as $$
    #variable_conflict use_column
    begin
      perform set_config('app.organization_id', organization::text, true);
      return query
      select m.role, m.person_id,
        (select coalesce(sum(v.raised), 0)::bigint from data_versions v where v.organization_id = organization)
      from sessions s
      join memberships m on m.organization_id = s.organization_id and m.user_id = s.user_id
      join users u on u.id = s.user_id
      join organizations o on o.id = s.organization_id
      where s.organization_id = organization and s.id = session and s.user_id = account
        and s.revoked_at is null and s.expires_at > now()
        and m.deleted_at is null and m.deactivated_at is null and u.deleted_at is null and o.deleted_at is null;
    end $$`);
  await knex.raw(`revoke execute on function ${SIGNATURE} from public`);
  await knex.raw(`grant execute on function ${SIGNATURE} to ${APPLICATION_ROLE}`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`drop function ${SIGNATURE}`);
}
