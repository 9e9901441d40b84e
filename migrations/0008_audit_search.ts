/**
 * The audit log by who did it and by when. Lock: writers of audit_events wait while the two indexes are built, about a second
 * a million rows. Rollback: drops the indexes.
 */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw('create index audit_events_of_actor on audit_events (organization_id, actor_user_id, id)');
  await knex.raw('create index audit_events_by_time on audit_events (organization_id, created_at)');
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop index audit_events_of_actor, audit_events_by_time');
}
