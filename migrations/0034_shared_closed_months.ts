/**
 * Which months are closed, read under the lock that writers to the plan share (period-lock.query.ts), in one round trip. A volatile
 * function takes a new snapshot for each of its statements, so the months are those after the lock was got.
 * Lock: none. Rollback: drops the function.
 */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create function share_closed_months(organization uuid, first date, last date) returns setof date
    language plpgsql volatile as $$
    begin
      perform pg_advisory_xact_lock_shared(hashtextextended('periods/' || organization::text, 0));
      return query select p.month from periods as p
        where p.organization_id = organization and p.state = 'closed' and p.deleted_at is null
          and p.month between date_trunc('month', first)::date and last;
    end $$`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop function share_closed_months');
}
