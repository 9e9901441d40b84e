/**
 * Runs of scheduled reports: one for each schedule and key, its figures as they were read, the files made of them, and what
 * became of each delivery. Figures and files are never changed once they are there.
 * Lock: new tables only. Rollback: drops them; stored files stay in the file store.
 */
import type { Knex } from 'knex';
import { protectTable, RECORD_COLUMNS } from './support/tenant-table';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table report_runs (${RECORD_COLUMNS},
      schedule_id uuid not null,
      run_key text not null,
      trigger text not null check (trigger in ('schedule', 'manual', 'backfill')),
      scheduled_for timestamptz not null,
      state text not null default 'queued'
        check (state in ('queued', 'running', 'completed', 'completed_with_errors', 'failed', 'cancelled')),
      requested_by uuid references users (id),
      delivers boolean not null,
      report text not null,
      parameters jsonb not null,
      parameters_key text,
      audience text,
      computed_at timestamptz,
      formats text[] not null,
      language text not null check (language in ('en', 'fr')),
      started_at timestamptz,
      finished_at timestamptz,
      error_code text,
      foreign key (organization_id, schedule_id) references report_schedules (organization_id, id))`);
  await knex.raw('create unique index report_runs_key on report_runs (organization_id, schedule_id, run_key)');
  await knex.raw(`create index report_runs_by_time on report_runs (organization_id, schedule_id, scheduled_for, id)`);
  await knex.raw(`create index report_runs_frozen on report_runs
    (organization_id, report, parameters_key, audience, computed_at) where computed_at is not null`);
  await knex.raw(`
    create table report_snapshots (
      organization_id uuid not null references organizations (id),
      run_id uuid not null,
      computed text not null,
      primary key (organization_id, run_id),
      foreign key (organization_id, run_id) references report_runs (organization_id, id))`);
  await knex.raw(`
    create table report_files (
      organization_id uuid not null references organizations (id),
      run_id uuid not null,
      format text not null,
      name text not null,
      media_type text not null,
      bytes bigint not null check (bytes >= 0),
      sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
      created_at timestamptz not null default now(),
      primary key (organization_id, run_id, format),
      foreign key (organization_id, run_id) references report_runs (organization_id, id))`);
  await knex.raw(`
    create table report_deliveries (${RECORD_COLUMNS},
      run_id uuid not null,
      recipient_id uuid not null,
      kind text not null check (kind in ('email', 'webhook')),
      target text not null,
      state text not null default 'pending' check (state in ('pending', 'delivered', 'failed')),
      round integer not null default 1 check (round >= 1),
      attempts integer not null default 0 check (attempts >= 0),
      last_attempt_at timestamptz,
      last_error text,
      delivered_at timestamptz,
      check ((state = 'delivered') = (delivered_at is not null)),
      foreign key (organization_id, run_id) references report_runs (organization_id, id))`);
  await knex.raw(
    'create unique index report_deliveries_key on report_deliveries (organization_id, run_id, recipient_id)',
  );
  await protectTable(knex, 'report_runs');
  await protectTable(knex, 'report_snapshots', { grants: ['select', 'insert'] });
  await protectTable(knex, 'report_files', { grants: ['select', 'insert'] });
  await protectTable(knex, 'report_deliveries');
}

export async function down(knex: Knex): Promise<void> {
  for (const table of ['report_deliveries', 'report_files', 'report_snapshots', 'report_runs']) {
    await knex.raw(`drop table ${table}`);
  }
}
