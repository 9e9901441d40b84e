/**
 * People, their engagements, teams and dated membership. Several engagements may overlap; spells in one team may not.
 * Lock: new tables, and a foreign key from memberships (empty or small). Rollback: drops them.
 */
import type { Knex } from 'knex';
import { protectTable, RECORD_COLUMNS } from './support/tenant-table';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table people (${RECORD_COLUMNS},
      full_name text not null check (length(full_name) between 1 and 200),
      active boolean not null default true,
      manager_id uuid,
      cost_center text,
      location text,
      weekly_minutes_default integer check (weekly_minutes_default between 0 and 10080),
      source text not null default 'manual' check (source in ('manual', 'payfit', 'gryzzly', 'import')),
      foreign key (organization_id, manager_id) references people (organization_id, id))`);
  await knex.raw('create index people_by_name on people (organization_id, full_name, id)');
  await knex.raw('create index people_of_manager on people (organization_id, manager_id)');
  await knex.raw(`alter table memberships add constraint memberships_person_fkey
      foreign key (organization_id, person_id) references people (organization_id, id)`);
  await knex.raw(`
    create table engagements (${RECORD_COLUMNS},
      person_id uuid not null,
      type text not null check (type in ('employee', 'contractor', 'mandataire', 'freelance')),
      start_date date not null,
      end_date date,
      weekly_minutes_default integer check (weekly_minutes_default between 0 and 10080),
      payroll_eligible boolean not null default true,
      notes text,
      check (end_date is null or start_date <= end_date),
      foreign key (organization_id, person_id) references people (organization_id, id),
      constraint engagements_employee_overlap exclude using gist (
        organization_id with =, person_id with =, daterange(start_date, end_date, '[]') with &&)
        where (type = 'employee' and deleted_at is null))`);
  await knex.raw('create index engagements_of_person on engagements (organization_id, person_id, start_date)');
  await knex.raw(`
    create table teams (${RECORD_COLUMNS},
      name text not null check (length(name) between 1 and 200),
      lead_id uuid,
      color text,
      foreign key (organization_id, lead_id) references people (organization_id, id))`);
  await knex.raw('create unique index teams_name_key on teams (organization_id, name) where deleted_at is null');
  await knex.raw(`
    create table team_members (${RECORD_COLUMNS},
      team_id uuid not null,
      person_id uuid not null,
      active_from date not null,
      active_to date,
      role_in_team text,
      check (active_to is null or active_from <= active_to),
      foreign key (organization_id, team_id) references teams (organization_id, id),
      foreign key (organization_id, person_id) references people (organization_id, id),
      constraint team_members_overlap exclude using gist (
        organization_id with =, team_id with =, person_id with =, daterange(active_from, active_to, '[]') with &&)
        where (deleted_at is null))`);
  await knex.raw('create index team_members_of_person on team_members (organization_id, person_id)');
  for (const table of ['people', 'engagements', 'teams', 'team_members']) await protectTable(knex, table);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('alter table memberships drop constraint memberships_person_fkey');
  for (const table of ['team_members', 'teams', 'engagements', 'people']) await knex.raw(`drop table ${table}`);
}
