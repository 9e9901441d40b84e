/**
 * Who is added while months are closed counts from the first day after the last of them, as long as they have no engagement:
 * otherwise nobody could be added any more, since a person without engagement is employed on every date and a closed month
 * keeps its figures. Months that have not begun do not count: they may be closed by mistake.
 * Lock: `people` for an instant; the column has no default. Rollback: these people are employed on every date again.
 */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw('alter table people add column counts_from date');
  await knex.raw(`
    create function count_person_after_closed_months() returns trigger language plpgsql as $$
    begin
      new.counts_from := (
        select (max(month) + interval '1 month')::date from periods
        where organization_id = new.organization_id and state = 'closed' and deleted_at is null and month <= now()::date);
      return new;
    end $$`);
  await knex.raw(`
    create trigger people_count_after_closed_months before insert on people
    for each row execute function count_person_after_closed_months()`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop trigger people_count_after_closed_months on people');
  await knex.raw('drop function count_person_after_closed_months');
  await knex.raw('alter table people drop column counts_from');
}
