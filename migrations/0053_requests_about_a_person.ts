/**
 * Requests about a person: their own list, the cancelling of what somebody waits for who leaves, and erasure looked through all requests
 * of the organisation. Lock: writes to approvals wait while it is built, well below a second for a million requests. Rollback: drops it.
 */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`create index approvals_of_subject_person on approvals (organization_id, subject_person_id)
    where subject_person_id is not null`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop index approvals_of_subject_person');
}
