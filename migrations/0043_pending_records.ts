/**
 * Records that a sync has to apply, by account: each batch of twenty accounts looked through all records of the connection for
 * them, so that ten times the people took a hundred times as long. Only what is pending is in the index.
 * Lock: writes to provider_records wait while it is built, about a second for a million records. Rollback: drops it.
 */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`create index provider_records_pending
    on provider_records (organization_id, connection_id, owner_external_id collate "C", external_id)
    where (vanished_at is null and applied_hash is distinct from content_hash)
      or (vanished_at is not null and applied_hash is not null)`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop index provider_records_pending');
}
