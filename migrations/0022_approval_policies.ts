/**
 * Who has to approve what, and who stands in for whom.
 * Lock: new tables only. Rollback: drops them; what was decided under a policy stays decided.
 */
import type { Knex } from 'knex';
import { protectTable, RECORD_COLUMNS } from './support/tenant-table';

const KINDS = `('absence', 'allocation_request', 'over_allocation', 'period_close')`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table approval_policies (${RECORD_COLUMNS},
      kind text not null check (kind in ${KINDS}),
      levels jsonb not null check (jsonb_typeof(levels) = 'array' and jsonb_array_length(levels) between 1 and 10))`);
  await knex.raw(`create unique index approval_policies_kind_key on approval_policies (organization_id, kind)
      where deleted_at is null`);
  await knex.raw(`
    create table delegations (${RECORD_COLUMNS},
      from_user_id uuid not null references users (id),
      to_user_id uuid not null references users (id),
      starts_on date not null,
      ends_on date not null,
      kinds text[] check (kinds <@ array['absence', 'allocation_request', 'over_allocation', 'period_close']),
      check (starts_on <= ends_on),
      check (from_user_id <> to_user_id))`);
  await knex.raw('create index delegations_in_force on delegations (organization_id, ends_on, starts_on)');
  await protectTable(knex, 'approval_policies');
  await protectTable(knex, 'delegations');
}

export async function down(knex: Knex): Promise<void> {
  for (const table of ['delegations', 'approval_policies']) await knex.raw(`drop table ${table}`);
}
