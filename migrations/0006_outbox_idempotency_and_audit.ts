/**
 * The three tables every unit of work writes: what must happen next, what was already answered, what was changed by whom.
 * The audit log is append-only for the application's role. Lock: new tables only. Rollback: drops them.
 */
import type { Knex } from 'knex';
import { protectTable } from './support/tenant-table';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table outbox (
      id bigint generated always as identity primary key,
      organization_id uuid not null references organizations (id),
      event_type text not null,
      entity_type text not null,
      entity_id uuid not null,
      entity_version integer not null,
      actor_user_id uuid,
      request_id text,
      correlation jsonb not null default '{}',
      created_at timestamptz not null default now(),
      relayed_at timestamptz,
      attempts integer not null default 0,
      next_attempt_at timestamptz not null default now(),
      last_error_code text)`);
  await knex.raw('create index outbox_waiting on outbox (next_attempt_at, id) where relayed_at is null');
  await knex.raw('create index outbox_relayed on outbox (relayed_at) where relayed_at is not null');
  await knex.raw(`
    create table idempotency_keys (
      organization_id uuid not null references organizations (id),
      user_id uuid not null,
      key text not null check (length(key) between 1 and 255),
      fingerprint bytea not null,
      response_status integer,
      response_headers jsonb,
      response_body jsonb,
      created_at timestamptz not null default now(),
      primary key (organization_id, user_id, key))`);
  await knex.raw('create index idempotency_keys_age on idempotency_keys (created_at)');
  await knex.raw(`
    create table audit_events (
      organization_id uuid not null references organizations (id),
      id bigint generated always as identity,
      event text not null,
      entity_type text not null,
      entity_id uuid not null,
      actor_user_id uuid,
      actor_kind text not null check (actor_kind in ('user', 'token', 'system')),
      request_id text,
      workflow_id text,
      before jsonb,
      after jsonb,
      created_at timestamptz not null default now(),
      primary key (organization_id, id))`);
  await knex.raw('create index audit_events_of_entity on audit_events (organization_id, entity_type, entity_id, id)');
  await protectTable(knex, 'outbox', { systemScope: true });
  await protectTable(knex, 'idempotency_keys', { systemScope: true });
  await protectTable(knex, 'audit_events', { grants: ['select', 'insert'] });
}

export async function down(knex: Knex): Promise<void> {
  for (const table of ['audit_events', 'idempotency_keys', 'outbox']) await knex.raw(`drop table ${table}`);
}
