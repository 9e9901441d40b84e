/**
 * Work patterns, and who follows which one when. A capacity entry (weekly hours) lies in the same table as a pattern, since
 * both are one step of the precedence; only bounded spans may not overlap (READINGS 11).
 * Lock: new tables only. Rollback: drops them.
 */
import type { Knex } from 'knex';
import { protectTable, RECORD_COLUMNS } from './support/tenant-table';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table work_patterns (${RECORD_COLUMNS},
      name text not null check (length(name) between 1 and 200),
      cycle_weeks integer not null check (cycle_weeks between 1 and 52),
      anchor_monday date not null check (extract(isodow from anchor_monday) = 1),
      days jsonb not null default '[]' check (jsonb_typeof(days) = 'array'))`);
  await knex.raw('create index work_patterns_name on work_patterns (organization_id, name, id)');
  await knex.raw(`
    create table person_work_patterns (${RECORD_COLUMNS},
      person_id uuid not null,
      work_pattern_id uuid,
      weekly_minutes integer check (weekly_minutes between 0 and 10080),
      calendar_id uuid,
      notes text,
      starts_on date not null,
      ends_on date,
      check (ends_on is null or starts_on <= ends_on),
      check ((work_pattern_id is null) = (weekly_minutes is not null)),
      check (calendar_id is null or weekly_minutes is not null),
      foreign key (organization_id, person_id) references people (organization_id, id),
      foreign key (organization_id, work_pattern_id) references work_patterns (organization_id, id),
      foreign key (organization_id, calendar_id) references calendars (organization_id, id),
      constraint person_work_patterns_overlap exclude using gist (
        organization_id with =, person_id with =, daterange(starts_on, ends_on, '[]') with &&)
        where (ends_on is not null and deleted_at is null))`);
  await knex.raw(
    'create index person_work_patterns_of_person on person_work_patterns (organization_id, person_id, starts_on)',
  );
  await knex.raw(
    'create index person_work_patterns_of_pattern on person_work_patterns (organization_id, work_pattern_id)',
  );
  await knex.raw(
    'create index person_work_patterns_of_calendar on person_work_patterns (organization_id, calendar_id)',
  );
  await knex.raw(`
    create unique index person_work_patterns_capacity on person_work_patterns (organization_id, person_id, starts_on)
    where weekly_minutes is not null and deleted_at is null`);
  for (const table of ['work_patterns', 'person_work_patterns']) await protectTable(knex, table);
}

export async function down(knex: Knex): Promise<void> {
  for (const table of ['person_work_patterns', 'work_patterns']) await knex.raw(`drop table ${table}`);
}
