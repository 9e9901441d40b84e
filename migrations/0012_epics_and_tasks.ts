/**
 * Epics, tasks with assignees and dependencies, members of projects; allocations and time entries may name a task.
 * Lock: new tables, and two nullable columns (no rewrite; their indexes are built while writes of both tables wait). Rollback: drops
 * them; allocations and time entries stay and name their project only.
 */
import type { Knex } from 'knex';
import { protectTable, RECORD_COLUMNS } from './support/tenant-table';

const TABLES = ['epics', 'tasks', 'project_members', 'task_assignees', 'task_dependencies'];

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table epics (${RECORD_COLUMNS},
      project_id uuid not null,
      name text not null check (length(name) between 1 and 200),
      status text not null check (length(status) between 1 and 50),
      order_index integer not null default 0,
      foreign key (organization_id, project_id) references projects (organization_id, id))`);
  await knex.raw('create index epics_of_project on epics (organization_id, project_id)');
  await knex.raw(`
    create table tasks (${RECORD_COLUMNS},
      project_id uuid not null,
      epic_id uuid,
      title text not null check (length(title) between 1 and 300),
      description text,
      status text not null default 'todo' check (status in ('todo', 'in_progress', 'blocked', 'done', 'cancelled')),
      estimate_minutes integer check (estimate_minutes between 0 and 6000000),
      start_date date,
      due_date date,
      tags text[] not null default '{}',
      order_index integer not null default 0,
      check (start_date is null or due_date is null or start_date <= due_date),
      foreign key (organization_id, project_id) references projects (organization_id, id),
      foreign key (organization_id, epic_id) references epics (organization_id, id))`);
  await knex.raw('create index tasks_of_project on tasks (organization_id, project_id)');
  await knex.raw('create index tasks_of_epic on tasks (organization_id, epic_id) where epic_id is not null');
  await createLinks(knex);
  for (const table of TABLES) await protectTable(knex, table);
  for (const table of ['allocations', 'time_entries']) {
    await knex.raw(`
      alter table ${table}
        add column task_id uuid,
        add constraint ${table}_task_fkey foreign key (organization_id, task_id) references tasks (organization_id, id),
        add constraint ${table}_task_has_project check (task_id is null or project_id is not null)`);
    await knex.raw(`create index ${table}_of_task on ${table} (organization_id, task_id) where task_id is not null`);
  }
}

/** Who belongs to what, and what waits for what: each pair once while it lives. */
async function createLinks(knex: Knex): Promise<void> {
  await knex.raw(`
    create table project_members (${RECORD_COLUMNS},
      project_id uuid not null,
      person_id uuid not null,
      role text,
      foreign key (organization_id, project_id) references projects (organization_id, id),
      foreign key (organization_id, person_id) references people (organization_id, id))`);
  await knex.raw(`create unique index project_members_key on project_members (organization_id, project_id, person_id)
    where deleted_at is null`);
  await knex.raw(`
    create table task_assignees (${RECORD_COLUMNS},
      task_id uuid not null,
      person_id uuid not null,
      foreign key (organization_id, task_id) references tasks (organization_id, id),
      foreign key (organization_id, person_id) references people (organization_id, id))`);
  await knex.raw(`create unique index task_assignees_key on task_assignees (organization_id, task_id, person_id)
    where deleted_at is null`);
  await knex.raw('create index task_assignees_of_person on task_assignees (organization_id, person_id)');
  await knex.raw(`
    create table task_dependencies (${RECORD_COLUMNS},
      task_id uuid not null,
      depends_on_task_id uuid not null check (depends_on_task_id <> task_id),
      type text not null check (type in ('blocks', 'relates')),
      foreign key (organization_id, task_id) references tasks (organization_id, id),
      foreign key (organization_id, depends_on_task_id) references tasks (organization_id, id))`);
  await knex.raw(`create unique index task_dependencies_key
    on task_dependencies (organization_id, task_id, depends_on_task_id) where deleted_at is null`);
  await knex.raw('create index task_dependencies_of_other on task_dependencies (organization_id, depends_on_task_id)');
}

export async function down(knex: Knex): Promise<void> {
  for (const table of ['allocations', 'time_entries'])
    await knex.raw(`alter table ${table} drop column task_id cascade`);
  for (const table of [...TABLES].reverse()) await knex.raw(`drop table ${table}`);
}
