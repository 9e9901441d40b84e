/**
 * API tokens: what a program signs in with, for a user in one organisation. Stored is a digest; the token is shown once.
 * Lock: a new table only. Rollback: drops it, with every token.
 */
import type { Knex } from 'knex';
import { protectTable, RECORD_COLUMNS } from './support/tenant-table';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table api_tokens (
      ${RECORD_COLUMNS},
      user_id uuid not null references users (id),
      name text not null check (length(name) between 1 and 200),
      scopes text[] not null check (cardinality(scopes) > 0),
      secret_hash bytea not null,
      expires_at timestamptz,
      last_used_at timestamptz)`);
  await knex.raw('create index api_tokens_of_user on api_tokens (organization_id, user_id)');
  await protectTable(knex, 'api_tokens', { grants: ['select', 'insert', 'update'] });
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table api_tokens');
}
