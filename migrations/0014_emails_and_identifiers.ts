/**
 * E-mail addresses and identifiers of people. Two people may share an address; a value of an identifier is one person's.
 * Lock: new tables only. Rollback: drops them.
 */
import type { Knex } from 'knex';
import { protectTable, RECORD_COLUMNS } from './support/tenant-table';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table person_emails (${RECORD_COLUMNS},
      person_id uuid not null,
      email text not null check (length(email) between 3 and 320 and email = lower(email)),
      kind text not null check (kind in ('corporate', 'personal', 'integration')),
      is_primary boolean not null default false,
      verified boolean not null default false,
      source text,
      foreign key (organization_id, person_id) references people (organization_id, id))`);
  await knex.raw(`create unique index person_emails_key on person_emails (organization_id, person_id, email)
    where deleted_at is null`);
  await knex.raw(`create unique index person_emails_primary_key on person_emails (organization_id, person_id)
    where is_primary and deleted_at is null`);
  await knex.raw('create index person_emails_by_address on person_emails (organization_id, email)');
  await knex.raw(`
    create table person_identifiers (${RECORD_COLUMNS},
      person_id uuid not null,
      id_type text not null check (length(id_type) between 1 and 100),
      id_value text not null check (length(id_value) between 1 and 200),
      source text,
      foreign key (organization_id, person_id) references people (organization_id, id))`);
  await knex.raw(`create unique index person_identifiers_key on person_identifiers (organization_id, id_type, id_value)
    where deleted_at is null`);
  await knex.raw('create index person_identifiers_of_person on person_identifiers (organization_id, person_id)');
  for (const table of ['person_emails', 'person_identifiers']) await protectTable(knex, table);
}

export async function down(knex: Knex): Promise<void> {
  for (const table of ['person_identifiers', 'person_emails']) await knex.raw(`drop table ${table}`);
}
