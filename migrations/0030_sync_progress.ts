/**
 * How far behind syncs are, over all organisations, for the metrics of a worker: two numbers by provider and kind and nothing
 * else, since the application's role sees one organisation at a time.
 * Lock: none. Rollback: drops the function.
 */
import type { Knex } from 'knex';
import { APPLICATION_ROLE } from './support/tenant-table';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create function sync_progress() returns table (provider text, kind text, lag_seconds float8, age_seconds float8)
    language sql stable security definer set search_path = public, pg_temp as $$
      select c.provider, null, coalesce(max(extract(epoch from now() - r.created_at)), 0)::float8, null
        from connections c left join sync_runs r
          on r.organization_id = c.organization_id and r.connection_id = c.id and r.state = 'queued'
        where c.deleted_at is null group by c.provider
      union all
      select c.provider, k.kind, null, max(extract(epoch from now() - k.ended_at))::float8
        from connections c join lateral (
          select r.kind, max(r.finished_at) as ended_at from sync_runs r
            where r.organization_id = c.organization_id and r.connection_id = c.id and r.state = 'completed' and not r.dry_run
            group by r.kind) k on true
        where c.deleted_at is null group by c.provider, k.kind
    $$`);
  await knex.raw('revoke all on function sync_progress() from public');
  await knex.raw(`grant execute on function sync_progress() to ${APPLICATION_ROLE}`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop function sync_progress()');
}
