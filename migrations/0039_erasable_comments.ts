/**
 * A vote is never changed, but what was written beside it goes when somebody is erased: the application's role may change that
 * column, and no other, of `approval_decisions`. Lock: none worth speaking of. Rollback: takes the right back.
 */
import type { Knex } from 'knex';
import { APPLICATION_ROLE } from './support/tenant-table';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`grant update (comment) on approval_decisions to ${APPLICATION_ROLE}`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`revoke update (comment) on approval_decisions from ${APPLICATION_ROLE}`);
}
