/**
 * Where an organisation wants to hear of its events. `event_types` always holds the types that are matched, also where
 * `all_event_types` says that all of them were meant: a migration that comes with a new type adds it to those rows.
 * The delivery's bookkeeping (`consecutive_failures` … `last_delivered_at`) changes without raising the version.
 * Lock: a new table only. Rollback: drops it, with its secrets.
 */
import type { Knex } from 'knex';
import { protectTable, RECORD_COLUMNS } from './support/tenant-table';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table webhooks (${RECORD_COLUMNS},
      description text,
      url text not null check (length(url) between 1 and 2000),
      event_types text[] not null,
      all_event_types boolean not null default false,
      state text not null check (state in ('active', 'paused', 'disabled')),
      disabled_reason text check (disabled_reason in ('failing', 'gone')),
      secret bytea not null,
      previous_secret bytea,
      previous_secret_until timestamptz,
      consecutive_failures integer not null default 0 check (consecutive_failures >= 0),
      failing_since timestamptz,
      quiet_until timestamptz,
      last_delivered_at timestamptz,
      check ((state = 'disabled') = (disabled_reason is not null)),
      check ((previous_secret is null) = (previous_secret_until is null)))`);
  await protectTable(knex, 'webhooks', { systemScope: true });
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table webhooks');
}
