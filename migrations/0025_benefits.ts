/**
 * Benefit types, the policies that say who has them by which rules, and what was decided otherwise for one person.
 * Lock: new tables only. Rollback: drops them.
 */
import type { Knex } from 'knex';
import { protectTable, RECORD_COLUMNS } from './support/tenant-table';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table benefit_types (${RECORD_COLUMNS},
      key text not null check (length(key) between 1 and 100),
      name text not null check (length(name) between 1 and 200))`);
  await knex.raw(
    'create unique index benefit_types_key on benefit_types (organization_id, key) where deleted_at is null',
  );
  await knex.raw(`
    create table benefit_policies (${RECORD_COLUMNS},
      benefit_type_id uuid not null,
      rules jsonb not null default '{}',
      active boolean not null default true,
      effective_from date,
      effective_to date,
      check (effective_from is null or effective_to is null or effective_from <= effective_to),
      foreign key (organization_id, benefit_type_id) references benefit_types (organization_id, id))`);
  await knex.raw('create index benefit_policies_of_type on benefit_policies (organization_id, benefit_type_id)');
  await knex.raw(`
    create table person_benefits (${RECORD_COLUMNS},
      person_id uuid not null,
      benefit_type_id uuid not null,
      eligible boolean not null,
      effective_from date not null,
      effective_to date,
      reason text,
      check (effective_to is null or effective_from <= effective_to),
      foreign key (organization_id, person_id) references people (organization_id, id),
      foreign key (organization_id, benefit_type_id) references benefit_types (organization_id, id))`);
  await knex.raw(
    'create index person_benefits_of_person on person_benefits (organization_id, person_id, effective_from)',
  );
  await knex.raw('create index person_benefits_of_type on person_benefits (organization_id, benefit_type_id)');
  for (const table of ['benefit_types', 'benefit_policies', 'person_benefits']) await protectTable(knex, table);
}

export async function down(knex: Knex): Promise<void> {
  for (const table of ['person_benefits', 'benefit_policies', 'benefit_types']) await knex.raw(`drop table ${table}`);
}
