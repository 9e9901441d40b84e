/**
 * Who the bearer of a session, or of an API token, is right now, and the version of their organisation's data at the same moment, in one
 * look: an answer kept under that version needs no transaction (read-cache.ts). Each function binds its own transaction to the
 * organisation first, so it works by itself as well as after a BEGIN, and it runs as its caller, so row-level security holds within
 * it. No row = the session has ended, the token is not valid, or the user, membership or organisation is gone.
 * `actor_of_session` (0033) stays for processes of the version before. Lock: none. Rollback: drops the functions.
 */
import type { Knex } from 'knex';
import { APPLICATION_ROLE } from './support/tenant-table';

const SESSION = 'caller_of_session(uuid, uuid, uuid)';
const TOKEN = 'caller_of_token(uuid, uuid, bytea)';
const DATA_VERSION =
  '(select coalesce(sum(v.raised), 0)::bigint from data_versions v where v.organization_id = organization)';
const ARE_LIVE = 'm.deleted_at is null and m.deactivated_at is null and u.deleted_at is null and o.deleted_at is null';

export async function up(knex: Knex): Promise<void> {
  await createLook(knex, {
    signature: 'caller_of_session(organization uuid, session uuid, account uuid)',
    columns: 'role text, person_id uuid, data_version bigint',
    query: `
      select m.role, m.person_id, ${DATA_VERSION}
      from sessions s
      join memberships m on m.organization_id = s.organization_id and m.user_id = s.user_id
      join users u on u.id = s.user_id
      join organizations o on o.id = s.organization_id
      where s.organization_id = organization and s.id = session and s.user_id = account
        and s.revoked_at is null and s.expires_at > now() and ${ARE_LIVE}`,
  });
  await createLook(knex, {
    signature: 'caller_of_token(organization uuid, token uuid, digest bytea)',
    columns: 'role text, person_id uuid, data_version bigint, user_id uuid, scopes text[]',
    query: `
      select m.role, m.person_id, ${DATA_VERSION}, t.user_id, t.scopes
      from api_tokens t
      join memberships m on m.organization_id = t.organization_id and m.user_id = t.user_id
      join users u on u.id = t.user_id
      join organizations o on o.id = t.organization_id
      where t.organization_id = organization and t.id = token and t.secret_hash = digest
        and t.deleted_at is null and (t.expires_at is null or t.expires_at > now()) and ${ARE_LIVE}`,
  });
  for (const signature of [SESSION, TOKEN]) {
    await knex.raw(`revoke execute on function ${signature} from public`);
    await knex.raw(`grant execute on function ${signature} to ${APPLICATION_ROLE}`);
  }
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`drop function ${SESSION}`);
  await knex.raw(`drop function ${TOKEN}`);
}

async function createLook(
  knex: Knex,
  { signature, columns, query }: { signature: string; columns: string; query: string },
): Promise<void> {
  await knex.raw(`
    create function ${signature} returns table (${columns})
    language plpgsql volatile set plan_cache_mode = force_generic_plan as $$
    #variable_conflict use_column
    begin
      perform set_config('app.organization_id', organization::text, true);
      return query ${query};
    end $$`);
}
