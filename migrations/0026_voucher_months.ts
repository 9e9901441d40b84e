/**
 * Closed months of meal vouchers. What was ordered is never changed: the application's role may only add rows; later
 * corrections are lines of a later month. Lock: new tables only. Rollback: drops them, and with them what was ordered.
 */
import type { Knex } from 'knex';
import { protectTable } from './support/tenant-table';

const APPEND_ONLY = ['select', 'insert'] as const;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table voucher_months (
      organization_id uuid not null references organizations (id),
      id uuid not null,
      month date not null check (extract(day from month) = 1),
      closed_at timestamptz not null,
      closed_by uuid,
      people integer not null check (people >= 0),
      days integer not null check (days >= 0),
      primary key (organization_id, id),
      constraint voucher_months_month_key unique (organization_id, month))`);
  await knex.raw(`
    create table voucher_rows (
      organization_id uuid not null references organizations (id),
      month date not null,
      person_id uuid not null,
      matricule text,
      days integer not null check (days between 0 and 1000),
      rule_days integer not null check (rule_days between 0 and 31),
      override_days integer not null check (override_days between -31 and 31),
      carried_over integer not null check (carried_over between -10000 and 0),
      parts jsonb not null,
      corrections jsonb not null,
      primary key (organization_id, month, person_id),
      foreign key (organization_id, month) references voucher_months (organization_id, month)
        deferrable initially deferred,
      foreign key (organization_id, person_id) references people (organization_id, id))`);
  await knex.raw('create index voucher_rows_of_person on voucher_rows (organization_id, person_id, month)');
  await protectTable(knex, 'voucher_months', { grants: APPEND_ONLY });
  await protectTable(knex, 'voucher_rows', { grants: APPEND_ONLY });
}

export async function down(knex: Knex): Promise<void> {
  for (const table of ['voucher_rows', 'voucher_months']) await knex.raw(`drop table ${table}`);
}
