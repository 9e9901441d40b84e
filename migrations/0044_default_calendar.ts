/**
 * The calendar that new people of an organisation follow, so that whoever comes by a sync has holidays. Null: none, as before.
 * Lock: a moment on organizations and calendars. Rollback: drops the choice; people keep the calendars they were given.
 */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`alter table organizations add column default_calendar_id uuid,
    add constraint organizations_default_calendar foreign key (id, default_calendar_id)
      references calendars (organization_id, id)`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('alter table organizations drop column default_calendar_id');
}
