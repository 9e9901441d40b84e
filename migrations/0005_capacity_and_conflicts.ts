/**
 * The materialised ledger (one row per person and ISO week), what of it is out of date, recompute runs, closed months
 * and conflicts. capacity_weeks is a cache of the other tables: dropping its rows loses nothing.
 * Lock: new tables only. Rollback: drops them.
 */
import type { Knex } from 'knex';
import { protectTable, RECORD_COLUMNS } from './support/tenant-table';

const FIGURES = ['nominal', 'holiday', 'absence', 'net', 'firm', 'tentative', 'worked', 'over'];

export async function up(knex: Knex): Promise<void> {
  const figureColumns = FIGURES.map(
    (name) =>
      `${name}_minutes integer[] not null check (array_length(${name}_minutes, 1) = 7 and 0 <= all (${name}_minutes))`,
  );
  await knex.raw(`
    create table capacity_weeks (
      organization_id uuid not null references organizations (id),
      person_id uuid not null,
      week_start date not null check (extract(isodow from week_start) = 1),
      ${figureColumns.join(',\n      ')},
      computed_at timestamptz not null default now(),
      primary key (organization_id, person_id, week_start),
      foreign key (organization_id, person_id) references people (organization_id, id))`);
  await knex.raw('create index capacity_weeks_by_week on capacity_weeks (organization_id, week_start)');
  await knex.raw(`
    create table capacity_runs (
      organization_id uuid not null references organizations (id),
      id uuid not null,
      version integer not null default 1,
      state text not null default 'queued' check (state in ('queued', 'running', 'completed', 'failed', 'cancelled')),
      mode text not null check (mode in ('incremental', 'full')),
      total_people integer not null check (total_people >= 0),
      done_people integer not null default 0 check (done_people between 0 and total_people),
      changed_weeks integer not null default 0 check (changed_weeks >= 0),
      workflow_id text not null,
      started_by uuid references users (id),
      created_at timestamptz not null default now(),
      started_at timestamptz,
      finished_at timestamptz,
      error_code text,
      primary key (organization_id, id))`);
  await knex.raw(`
    create table dirty_ranges (
      id bigint generated always as identity primary key,
      organization_id uuid not null references organizations (id),
      person_id uuid not null,
      from_date date not null,
      to_date date not null,
      reason text not null,
      run_id uuid,
      created_at timestamptz not null default now(),
      check (from_date <= to_date),
      foreign key (organization_id, person_id) references people (organization_id, id),
      foreign key (organization_id, run_id) references capacity_runs (organization_id, id))`);
  await knex.raw('create index dirty_ranges_of_person on dirty_ranges (organization_id, person_id)');
  await knex.raw(`
    create table periods (${RECORD_COLUMNS},
      month date not null check (extract(day from month) = 1),
      state text not null check (state in ('open', 'closed')),
      closed_at timestamptz,
      closed_by uuid references users (id))`);
  await knex.raw('create unique index periods_month_key on periods (organization_id, month) where deleted_at is null');
  await knex.raw(`
    create table conflicts (${RECORD_COLUMNS},
      person_id uuid not null,
      kind text not null check (kind in ('over_allocation', 'on_absence', 'on_holiday', 'outside_engagement',
        'non_working_day', 'unschedulable', 'rest_breach')),
      state text not null default 'open' check (state in ('open', 'accepted', 'resolved')),
      start_date date not null,
      end_date date not null,
      over_minutes integer not null check (over_minutes >= 0),
      days jsonb not null,
      causes jsonb not null,
      accepted_by uuid references users (id),
      accepted_at timestamptz,
      accepted_days jsonb,
      accepted_causes jsonb,
      reason text,
      first_seen_at timestamptz not null,
      resolved_at timestamptz,
      check (start_date <= end_date),
      check ((state = 'accepted') <= (accepted_days is not null)),
      foreign key (organization_id, person_id) references people (organization_id, id))`);
  await knex.raw(`create index conflicts_unresolved on conflicts (organization_id, person_id, start_date)
      where state <> 'resolved'`);
  await protectTable(knex, 'capacity_weeks');
  await protectTable(knex, 'capacity_runs', { grants: ['select', 'insert', 'update'] });
  await protectTable(knex, 'dirty_ranges', { systemScope: true });
  await protectTable(knex, 'periods');
  await protectTable(knex, 'conflicts');
}

export async function down(knex: Knex): Promise<void> {
  for (const table of ['conflicts', 'periods', 'dirty_ranges', 'capacity_runs', 'capacity_weeks']) {
    await knex.raw(`drop table ${table}`);
  }
}
