/** What every table of an organisation gets: row-level security, grants for the application's role, and an `updated_at` that can't be forgotten. */
import type { Knex } from 'knex';

/** The role the application connects as: it owns nothing, so row-level security binds it. */
export const APPLICATION_ROLE = 'plan_charge_app';

/** Statements the application's role may run on a table. */
export type Grant = 'select' | 'insert' | 'update' | 'delete';

const ORGANIZATION = `nullif(current_setting('app.organization_id', true), '')::uuid`;
const IN_SYSTEM_SCOPE = `current_setting('app.system_scope', true) = 'on'`;

/**
 * Opens `table` to the application for rows whose `column` is the transaction's organisation, and for nothing else.
 * `systemScope` names the few tables that login, the outbox relay and the reconciler read across organisations.
 */
export async function protectTable(
  knex: Knex,
  table: string,
  options: { grants?: readonly Grant[]; column?: string; using?: string; systemScope?: boolean } = {},
): Promise<void> {
  const {
    grants = ['select', 'insert', 'update', 'delete'],
    column = 'organization_id',
    systemScope = false,
  } = options;
  const own = options.using ?? `${column} = ${ORGANIZATION}`;
  const condition = systemScope ? `(${own}) or ${IN_SYSTEM_SCOPE}` : own;
  await knex.raw(`alter table ${table} enable row level security`);
  await knex.raw(`create policy ${table}_of_organization on ${table} using (${condition}) with check (${condition})`);
  await knex.raw(`grant ${grants.join(', ')} on ${table} to ${APPLICATION_ROLE}`);
}

/** The columns of every mutable table of an organisation, as SQL to stand first in `create table`. */
export const RECORD_COLUMNS = `
  organization_id uuid not null references organizations (id),
  id uuid not null,
  version integer not null default 1 check (version > 0),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  edited_fields text[] not null default '{}',
  primary key (organization_id, id)`;
