/**
 * Organisations, users, memberships, sessions, and the application's role.
 * Lock: new tables only. Rollback: drops them; the role stays, since it belongs to the whole cluster.
 */
import type { Knex } from 'knex';
import { APPLICATION_ROLE, protectTable } from './support/tenant-table';

const ORGANIZATION = `nullif(current_setting('app.organization_id', true), '')::uuid`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`do $$ begin
      if not exists (select from pg_roles where rolname = '${APPLICATION_ROLE}') then create role ${APPLICATION_ROLE} nologin; end if;
    end $$`);
  await knex.raw(`grant usage on schema public to ${APPLICATION_ROLE}`);
  await knex.raw('create extension if not exists btree_gist');
  await knex.raw(`
    create table organizations (
      id uuid primary key,
      version integer not null default 1,
      name text not null check (length(name) between 1 and 200),
      timezone text not null default 'Europe/Paris',
      default_workweek_minutes integer[] not null default '{420,420,420,420,420,0,0}'
        check (array_length(default_workweek_minutes, 1) = 7 and 0 <= all (default_workweek_minutes) and 1440 >= all (default_workweek_minutes)),
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now(),
      deleted_at timestamptz,
      edited_fields text[] not null default '{}')`);
  await knex.raw(`
    create table users (
      id uuid primary key,
      version integer not null default 1,
      email text not null check (email = lower(email) and length(email) <= 320),
      full_name text not null,
      password_hash text,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now(),
      deleted_at timestamptz,
      edited_fields text[] not null default '{}')`);
  await knex.raw('create unique index users_email_key on users (email) where deleted_at is null');
  await knex.raw(`
    create table memberships (
      organization_id uuid not null references organizations (id),
      id uuid not null,
      version integer not null default 1,
      user_id uuid not null references users (id),
      role text not null check (role in ('owner', 'admin', 'manager', 'member', 'viewer')),
      person_id uuid,
      last_entered_at timestamptz,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now(),
      deleted_at timestamptz,
      edited_fields text[] not null default '{}',
      primary key (organization_id, id))`);
  await knex.raw(
    'create unique index memberships_user_key on memberships (organization_id, user_id) where deleted_at is null',
  );
  await knex.raw('create index memberships_of_user on memberships (user_id)');
  await knex.raw(`
    create table sessions (
      organization_id uuid not null references organizations (id),
      id uuid not null,
      user_id uuid not null references users (id),
      refresh_hash bytea not null,
      spent_hash bytea,
      spent_at timestamptz,
      user_agent text,
      address text,
      created_at timestamptz not null default now(),
      last_used_at timestamptz not null default now(),
      expires_at timestamptz not null,
      revoked_at timestamptz,
      primary key (organization_id, id))`);
  await knex.raw('create unique index sessions_id_key on sessions (id)');
  await knex.raw('create index sessions_of_user on sessions (user_id)');

  await protectTable(knex, 'organizations', {
    column: 'id',
    systemScope: true,
    grants: ['select', 'insert', 'update'],
  });
  await protectTable(knex, 'users', {
    using: `exists (select from memberships m where m.user_id = users.id and m.organization_id = ${ORGANIZATION})`,
    systemScope: true,
    grants: ['select', 'insert', 'update'],
  });
  await protectTable(knex, 'memberships', { systemScope: true, grants: ['select', 'insert', 'update'] });
  await protectTable(knex, 'sessions', { systemScope: true });
}

export async function down(knex: Knex): Promise<void> {
  for (const table of ['sessions', 'memberships', 'users', 'organizations']) {
    await knex.raw(`drop table ${table} cascade`);
  }
}
