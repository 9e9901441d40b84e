/**
 * Forgotten passwords: one row a request, in the organisation whose outbox carries the mail. The token itself is stored nowhere.
 * Lock: a new table only. Rollback: drops it; links that are on their way are good for nothing.
 */
import type { Knex } from 'knex';
import { protectTable } from './support/tenant-table';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table password_resets (
      organization_id uuid not null references organizations (id),
      id uuid not null,
      user_id uuid not null references users (id),
      token_hash bytea,
      expires_at timestamptz,
      mailed_at timestamptz,
      used_at timestamptz,
      created_at timestamptz not null default now(),
      primary key (organization_id, id),
      constraint password_resets_token check ((token_hash is null) = (expires_at is null)))`);
  await knex.raw('create unique index password_resets_token_key on password_resets (token_hash)');
  await knex.raw('create index password_resets_of_user on password_resets (user_id)');
  await knex.raw('create index password_resets_age on password_resets (created_at)');
  await protectTable(knex, 'password_resets', { systemScope: true });
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table password_resets');
}
