/**
 * Projects, allocations with exactly one load unit, and worked time.
 * Lock: new tables only. Rollback: drops them.
 */
import type { Knex } from 'knex';
import { protectTable, RECORD_COLUMNS } from './support/tenant-table';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table projects (${RECORD_COLUMNS},
      key text not null check (length(key) between 1 and 50),
      name text not null check (length(name) between 1 and 200),
      status text not null default 'active' check (status in ('proposed', 'active', 'paused', 'done', 'cancelled')),
      priority integer not null default 0,
      start_date date,
      end_date date,
      owner_id uuid,
      team_id uuid,
      tags text[] not null default '{}',
      check (start_date is null or end_date is null or start_date <= end_date),
      foreign key (organization_id, owner_id) references people (organization_id, id),
      foreign key (organization_id, team_id) references teams (organization_id, id))`);
  await knex.raw('create unique index projects_key on projects (organization_id, key) where deleted_at is null');
  await knex.raw(`
    create table allocations (${RECORD_COLUMNS},
      person_id uuid not null,
      project_id uuid,
      start_date date not null,
      end_date date not null,
      load_unit text not null check (load_unit in ('percent', 'hours_per_week', 'minutes_per_day', 'total')),
      basis_points integer check (basis_points between 1 and 20000),
      basis text check (basis in ('nominal', 'net')),
      load_minutes integer check (load_minutes between 1 and 10000000),
      status text not null default 'firm' check (status in ('firm', 'tentative')),
      source text not null default 'manual' check (source in ('manual', 'import', 'rule')),
      notes text,
      check (start_date <= end_date and end_date - start_date <= 3660),
      check ((load_unit = 'percent') = (basis_points is not null)),
      check ((load_unit = 'percent') = (basis is not null)),
      check ((load_unit = 'percent') = (load_minutes is null)),
      foreign key (organization_id, person_id) references people (organization_id, id),
      foreign key (organization_id, project_id) references projects (organization_id, id))`);
  await knex.raw('create index allocations_of_person on allocations (organization_id, person_id, start_date)');
  await knex.raw('create index allocations_of_project on allocations (organization_id, project_id, start_date)');
  await knex.raw(`
    create table time_entries (${RECORD_COLUMNS},
      person_id uuid not null,
      project_id uuid,
      date date not null,
      minutes integer not null check (minutes between 1 and 1440),
      note text,
      source text not null default 'manual' check (source in ('manual', 'gryzzly')),
      foreign key (organization_id, person_id) references people (organization_id, id),
      foreign key (organization_id, project_id) references projects (organization_id, id))`);
  await knex.raw('create index time_entries_of_person on time_entries (organization_id, person_id, date)');
  for (const table of ['projects', 'allocations', 'time_entries']) await protectTable(knex, table);
}

export async function down(knex: Knex): Promise<void> {
  for (const table of ['time_entries', 'allocations', 'projects']) await knex.raw(`drop table ${table}`);
}
