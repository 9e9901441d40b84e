/**
 * A version of everything an organisation's figures and names come from, raised within each change's own transaction, so that
 * an answer kept under it is never older than the last commit. Kept as counters of which a writer takes any that is free: writers
 * of one organisation never wait for each other, and the sum still grows with every commit. Triggers raise it, so that a
 * change by plain SQL counts too; a table that figures or names come from needs them (`watchTable`).
 * Lock: a moment on each watched table, no rewrite. Rollback: drops triggers, functions and table; nothing is lost.
 */
import type { Knex } from 'knex';
import { protectTable } from './support/tenant-table';

const WATCHED = [
  'people',
  'engagements',
  'work_patterns',
  'person_work_patterns',
  'calendars',
  'person_calendars',
  'holidays',
  'absences',
  'absence_types',
  'allocations',
  'projects',
  'time_entries',
  'teams',
  'team_members',
  'capacity_weeks',
];
const CHANGES = { insert: 'new table as changed', update: 'new table as changed', delete: 'old table as changed' };

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table data_versions (
      organization_id uuid not null references organizations (id),
      slot bigint generated always as identity,
      raised bigint not null default 1,
      primary key (organization_id, slot)) with (fillfactor = 50)`);
  await protectTable(knex, 'data_versions', { grants: ['select', 'insert', 'update'] });
  // Once in a transaction is enough; the setting goes back with a savepoint, as the counter does.
  await knex.raw(`
    create function raise_data_version(organization uuid) returns void language plpgsql as $$
    declare
      mark text := organization::text || '/' || pg_current_xact_id()::text;
    begin
      if current_setting('app.data_version_raised', true) = mark then
        return;
      end if;
      update data_versions set raised = raised + 1
      where organization_id = organization and slot = (
        select slot from data_versions where organization_id = organization
        order by slot limit 1 for update skip locked);
      if not found then
        insert into data_versions (organization_id) values (organization);
      end if;
      perform set_config('app.data_version_raised', mark, true);
    end $$`);
  await knex.raw(`
    create function note_data_change() returns trigger language plpgsql as $$
    declare
      organization uuid;
    begin
      for organization in select distinct organization_id from changed loop
        perform raise_data_version(organization);
      end loop;
      return null;
    end $$`);
  await knex.raw(`
    create function note_organization_change() returns trigger language plpgsql as $$
    begin
      perform raise_data_version(new.id);
      return null;
    end $$`);
  for (const table of WATCHED) await watchTable(knex, table);
  await knex.raw(`create trigger organizations_data_version after update on organizations
    for each row execute function note_organization_change()`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop trigger organizations_data_version on organizations');
  for (const table of WATCHED) {
    for (const verb of Object.keys(CHANGES)) await knex.raw(`drop trigger ${table}_data_version_${verb} on ${table}`);
  }
  await knex.raw('drop function note_organization_change, note_data_change, raise_data_version');
  await knex.raw('drop table data_versions');
}

async function watchTable(knex: Knex, table: string): Promise<void> {
  for (const [verb, changed] of Object.entries(CHANGES)) {
    await knex.raw(`create trigger ${table}_data_version_${verb} after ${verb} on ${table}
      referencing ${changed} for each statement execute function note_data_change()`);
  }
}
