/**
 * Reports that are made by the clock: what, when, for whom, with whose rights. Secrets of receivers are kept apart, encrypted.
 * Lock: new tables only. Rollback: drops them; what was delivered is delivered.
 */
import type { Knex } from 'knex';
import { protectTable, RECORD_COLUMNS } from './support/tenant-table';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table report_schedules (${RECORD_COLUMNS},
      owner_user_id uuid not null references users (id),
      name text not null,
      report text not null,
      parameters jsonb not null,
      cron text not null,
      timezone text not null,
      formats text[] not null check (cardinality(formats) > 0),
      language text not null check (language in ('en', 'fr')),
      recipients jsonb not null default '[]',
      state text not null default 'active' check (state in ('active', 'paused', 'stopped')),
      state_reason text,
      check ((state = 'stopped') = (state_reason is not null)))`);
  await knex.raw('create index report_schedules_of_owner on report_schedules (organization_id, owner_user_id)');
  await knex.raw(`
    create table report_secrets (
      organization_id uuid not null references organizations (id),
      id uuid not null,
      schedule_id uuid not null,
      secret bytea not null,
      primary key (organization_id, id))`);
  await knex.raw('create index report_secrets_of_schedule on report_secrets (organization_id, schedule_id)');
  await protectTable(knex, 'report_schedules', { systemScope: true });
  await protectTable(knex, 'report_secrets');
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table report_secrets');
  await knex.raw('drop table report_schedules');
}
