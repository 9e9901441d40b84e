/**
 * Runs of kind `apply` take into the plan what was read before, and read nothing; `sync` triggers one: a run of payroll that
 * made somebody known whose accounts elsewhere wait.
 * Lock: sync_runs for the moment in which its rows are checked; they are few. Rollback: such runs become full ones of the
 * schedule, those that wait are cancelled first, since a full one may wait beside them.
 */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await allow(knex, { kinds: [...KINDS, 'apply'], triggers: [...TRIGGERS, 'sync'] });
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`update sync_runs set state = 'cancelled', phase = 'ended', finished_at = now()
      where kind = 'apply' and state in ('queued', 'running')`);
  await knex.raw(`update sync_runs set kind = 'full' where kind = 'apply'`);
  await knex.raw(`update sync_runs set trigger = 'schedule' where trigger = 'sync'`);
  await allow(knex, { kinds: KINDS, triggers: TRIGGERS });
}

const KINDS: readonly string[] = ['roster', 'absences', 'timesheets', 'full'];
const TRIGGERS: readonly string[] = ['user', 'schedule', 'webhook'];

async function allow(knex: Knex, of: { kinds: readonly string[]; triggers: readonly string[] }): Promise<void> {
  const list = (words: readonly string[]): string => words.map((word) => `'${word}'`).join(', ');
  await knex.raw(`alter table sync_runs
      drop constraint sync_runs_kind_check, add constraint sync_runs_kind_check check (kind in (${list(of.kinds)})),
      drop constraint sync_runs_trigger_check, add constraint sync_runs_trigger_check check (trigger in (${list(of.triggers)}))`);
}
