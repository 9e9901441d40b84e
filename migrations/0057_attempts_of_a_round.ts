/**
 * How long a delivery of a report waits for its next attempt is counted by round: attempts that were made before it are kept. A round that is
 * under way when this runs counts those of the rounds before. Lock: exclusive on report_deliveries for a moment, no rewrite. Rollback: drops it.
 */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw('alter table report_deliveries add column attempts_before_round integer not null default 0');
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('alter table report_deliveries drop column attempts_before_round');
}
