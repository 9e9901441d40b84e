/**
 * How long runs of reports are kept, and what removing them needs: the right to delete figures and files, which nothing else does.
 * Lock: organizations exclusively for a moment (a column without a default), report_runs against writes while its index is built.
 * Rollback: drops both; runs that were removed stay removed.
 */
import type { Knex } from 'knex';
import { APPLICATION_ROLE } from './support/tenant-table';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`alter table organizations
    add column report_runs_months integer check (report_runs_months between 1 and 600)`);
  await knex.raw(`create index report_runs_finished on report_runs (organization_id, finished_at, id)
    where finished_at is not null`);
  await knex.raw(`grant delete on report_snapshots, report_files to ${APPLICATION_ROLE}`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`revoke delete on report_snapshots, report_files from ${APPLICATION_ROLE}`);
  await knex.raw('drop index report_runs_finished');
  await knex.raw('alter table organizations drop column report_runs_months');
}
