/**
 * Calendars, holidays, who follows which calendar when, absence types and absences.
 * A deleted generated holiday keeps its row (deleted_at), so that generating again does not bring it back.
 * Lock: new tables only. Rollback: drops them.
 */
import type { Knex } from 'knex';
import { protectTable, RECORD_COLUMNS } from './support/tenant-table';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table calendars (${RECORD_COLUMNS},
      name text not null check (length(name) between 1 and 200),
      workweek_minutes integer[]
        check (array_length(workweek_minutes, 1) = 7 and 0 <= all (workweek_minutes) and 1440 >= all (workweek_minutes)))`);
  await knex.raw(
    'create unique index calendars_name_key on calendars (organization_id, name) where deleted_at is null',
  );
  await knex.raw(`
    create table holidays (${RECORD_COLUMNS},
      calendar_id uuid not null,
      date date not null,
      label text not null check (length(label) between 1 and 200),
      part text not null default 'full' check (part in ('full', 'morning', 'afternoon', 'last_minutes')),
      last_minutes integer check ((part = 'last_minutes') = (last_minutes is not null) and last_minutes between 1 and 1440),
      kind text not null default 'public' check (kind in ('public', 'closure', 'bridge')),
      source text not null default 'manual' check (source in ('manual', 'generated', 'import')),
      generated_key text,
      foreign key (organization_id, calendar_id) references calendars (organization_id, id))`);
  await knex.raw('create index holidays_of_calendar on holidays (organization_id, calendar_id, date)');
  await knex.raw(`create unique index holidays_generated_key on holidays (organization_id, calendar_id, generated_key)
      where generated_key is not null`);
  await knex.raw(`
    create table person_calendars (${RECORD_COLUMNS},
      person_id uuid not null,
      calendar_id uuid not null,
      starts_on date not null,
      ends_on date,
      check (ends_on is null or starts_on <= ends_on),
      foreign key (organization_id, person_id) references people (organization_id, id),
      foreign key (organization_id, calendar_id) references calendars (organization_id, id),
      constraint person_calendars_overlap exclude using gist (
        organization_id with =, person_id with =, daterange(starts_on, ends_on, '[]') with &&)
        where (ends_on is not null and deleted_at is null))`);
  await knex.raw('create index person_calendars_of_person on person_calendars (organization_id, person_id)');
  await knex.raw('create index person_calendars_of_calendar on person_calendars (organization_id, calendar_id)');
  await knex.raw(`
    create table absence_types (${RECORD_COLUMNS},
      key text not null check (length(key) between 1 and 100),
      label text not null check (length(label) between 1 and 200),
      is_time_off boolean not null default true,
      color text)`);
  await knex.raw(
    'create unique index absence_types_key on absence_types (organization_id, key) where deleted_at is null',
  );
  await knex.raw(`
    create table absences (${RECORD_COLUMNS},
      person_id uuid not null,
      type_id uuid not null,
      start_date date not null,
      end_date date not null,
      starts_at text not null default 'beginning_of_day' check (starts_at in ('beginning_of_day', 'middle_of_day')),
      ends_at text not null default 'end_of_day' check (ends_at in ('middle_of_day', 'end_of_day')),
      minutes_per_day integer check (minutes_per_day between 1 and 1440),
      status text not null check (status in ('requested', 'approved', 'declined', 'cancelled')),
      notes text,
      source text not null default 'manual' check (source in ('manual', 'payfit', 'gryzzly', 'import')),
      check (start_date <= end_date),
      check (start_date < end_date or starts_at = 'beginning_of_day' or ends_at = 'end_of_day'),
      check (minutes_per_day is null or (starts_at = 'beginning_of_day' and ends_at = 'end_of_day')),
      foreign key (organization_id, person_id) references people (organization_id, id),
      foreign key (organization_id, type_id) references absence_types (organization_id, id))`);
  await knex.raw('create index absences_of_person on absences (organization_id, person_id, start_date)');
  for (const table of ['calendars', 'holidays', 'person_calendars', 'absence_types', 'absences']) {
    await protectTable(knex, table);
  }
}

export async function down(knex: Knex): Promise<void> {
  for (const table of ['absences', 'absence_types', 'person_calendars', 'holidays', 'calendars']) {
    await knex.raw(`drop table ${table}`);
  }
}
