/**
 * Settings of an organisation as columns of it; members who are invited and have no user yet, and members who are paused.
 * Lock: two tables for a moment, no rewrite (defaults are constants). Rollback: drops the columns; who is only invited is gone
 * and has to be invited again, who is paused is a member again.
 */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table organizations
      add column overbooking_tolerance_minutes integer not null default 0 check (overbooking_tolerance_minutes between 0 and 1440),
      add column absence_types_shown_to text not null default 'deciders' check (absence_types_shown_to in ('deciders', 'everybody')),
      add column ended_sessions_days integer not null default 30 check (ended_sessions_days between 1 and 3650)`);
  await knex.raw(`
    alter table memberships
      alter column user_id drop not null,
      add column invited_email text check (invited_email = lower(invited_email) and length(invited_email) <= 320),
      add column invited_by uuid references users (id),
      add column invitation_hash bytea,
      add column invitation_expires_at timestamptz,
      add column deactivated_at timestamptz,
      add constraint memberships_somebody check (user_id is not null or invited_email is not null)`);
  await knex.raw(`create unique index memberships_invited_email_key on memberships (organization_id, invited_email)
    where user_id is null and deleted_at is null`);
  await knex.raw('create unique index memberships_invitation_hash_key on memberships (invitation_hash)');
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('delete from memberships where user_id is null');
  await knex.raw(`
    alter table memberships
      drop column invited_email,
      drop column invited_by,
      drop column invitation_hash,
      drop column invitation_expires_at,
      drop column deactivated_at,
      alter column user_id set not null`);
  await knex.raw(`
    alter table organizations
      drop column overbooking_tolerance_minutes,
      drop column absence_types_shown_to,
      drop column ended_sessions_days`);
}
