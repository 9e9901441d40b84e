/**
 * The list of conflicts goes by id and leaves out those that are resolved, which only ever become more: without an index of the others a
 * page is found behind all that was ever resolved.
 * Lock: conflicts against writes while the index is built (20,000 rows: below a second). Rollback: drops the index.
 */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`create index conflicts_listed on conflicts (organization_id, id) where state <> 'resolved'`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop index conflicts_listed');
}
