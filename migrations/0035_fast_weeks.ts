/**
 * Makes storing weeks cheap, of which a full recompute stores a hundred for each person. A foreign key looks for the person once for
 * each row, which doubled the time of an insert; a trigger looks once for each person of a statement. The index by week served no
 * statement. Deleting a person takes the weeks along, since they are a cache.
 * Lock: capacity_weeks and people for a moment, no rewrite. Rollback: index and keys come back, which checks every stored row.
 */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw('drop index capacity_weeks_by_week');
  await knex.raw(`alter table capacity_weeks
    drop constraint capacity_weeks_organization_id_fkey,
    drop constraint capacity_weeks_organization_id_person_id_fkey`);
  await knex.raw(`
    create function check_people_of_weeks() returns trigger language plpgsql as $$
    begin
      if exists (
        select from (select distinct organization_id, person_id from changed) as c
        where not exists (
          select from people as p where p.organization_id = c.organization_id and p.id = c.person_id)) then
        raise foreign_key_violation using message = 'a stored week is of nobody', table = 'capacity_weeks';
      end if;
      return null;
    end $$`);
  await knex.raw(`create trigger capacity_weeks_people after insert on capacity_weeks
    referencing new table as changed for each statement execute function check_people_of_weeks()`);
  await knex.raw(`
    create function forget_weeks_of_person() returns trigger language plpgsql as $$
    begin
      delete from capacity_weeks where organization_id = old.organization_id and person_id = old.id;
      return null;
    end $$`);
  await knex.raw(`create trigger people_forget_weeks after delete on people
    for each row execute function forget_weeks_of_person()`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop trigger people_forget_weeks on people');
  await knex.raw('drop trigger capacity_weeks_people on capacity_weeks');
  await knex.raw('drop function forget_weeks_of_person, check_people_of_weeks');
  await knex.raw(`alter table capacity_weeks
    add constraint capacity_weeks_organization_id_fkey foreign key (organization_id) references organizations (id),
    add constraint capacity_weeks_organization_id_person_id_fkey
      foreign key (organization_id, person_id) references people (organization_id, id)`);
  await knex.raw('create index capacity_weeks_by_week on capacity_weeks (organization_id, week_start)');
}
