/**
 * Finds what runs changed because of one record of a provider: what an unlink takes back. Links that syncs made themselves did
 * not say that nothing was suggested before them; they do now.
 * Lock: sync_run_changes is not written while the index is built. Rollback: drops the index.
 */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(
    `create index sync_run_changes_of_record on sync_run_changes (organization_id, external_id, record_kind)`,
  );
  await knex.raw(`update external_accounts set before_link = before_link || '{"suggestions": []}'
    where before_link is not null and not jsonb_exists(before_link, 'suggestions')`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop index sync_run_changes_of_record');
}
