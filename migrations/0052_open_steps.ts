/**
 * The inbox looks at the open level of each pending request: an index of the open steps alone, so that it need not pass over those
 * of every request there ever was.
 * Lock: writes of approval_steps wait while the index is built over the open rows. Rollback: drops it; the inbox is slower.
 */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(
    `create index approval_steps_open on approval_steps (organization_id, approval_id) where state = 'open'`,
  );
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop index approval_steps_open');
}
