/**
 * The reconciler finds requests for approval that no workflow accompanies any more: pending ones, and those of which somebody was
 * not told yet. For that it may read both tables across organisations; it may not write them.
 * Lock: a moment on each table for its policy; the index is built over the few rows that wait. Rollback: takes both back.
 */
import type { Knex } from 'knex';

const TABLES = ['approvals', 'approval_notices'];

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`create index approval_notices_unsent on approval_notices (organization_id, approval_id)
    where sent_at is null`);
  for (const table of TABLES) {
    await knex.raw(`create policy ${table}_for_the_system on ${table} for select
      using (current_setting('app.system_scope', true) = 'on')`);
  }
}

export async function down(knex: Knex): Promise<void> {
  for (const table of TABLES) await knex.raw(`drop policy ${table}_for_the_system on ${table}`);
  await knex.raw('drop index approval_notices_unsent');
}
