/**
 * Comments and files of projects and tasks, and the vocabulary of tags. `entity_id` has no foreign key, since it names one of two tables.
 * Lock: new tables only. Rollback: drops them; stored files stay in the file store.
 */
import type { Knex } from 'knex';
import { protectTable, RECORD_COLUMNS } from './support/tenant-table';

const ENTITY = `
      entity_type text not null check (entity_type in ('project', 'task')),
      entity_id uuid not null`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table tags (${RECORD_COLUMNS},
      name text not null check (length(name) between 1 and 100),
      color text)`);
  await knex.raw('create unique index tags_name_key on tags (organization_id, name) where deleted_at is null');
  await knex.raw(`
    create table comments (${RECORD_COLUMNS},${ENTITY},
      author_id uuid not null references users (id),
      author_person_id uuid,
      body text not null check (length(body) between 1 and 20000),
      foreign key (organization_id, author_person_id) references people (organization_id, id))`);
  await knex.raw('create index comments_of_entity on comments (organization_id, entity_id, id)');
  await knex.raw(`
    create table attachments (${RECORD_COLUMNS},${ENTITY},
      filename text not null check (length(filename) between 1 and 200),
      content_type text not null,
      size_bytes integer not null check (size_bytes > 0),
      sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
      uploaded_by uuid not null references users (id))`);
  await knex.raw('create index attachments_of_entity on attachments (organization_id, entity_id, id)');
  for (const table of ['tags', 'comments', 'attachments']) await protectTable(knex, table);
}

export async function down(knex: Knex): Promise<void> {
  for (const table of ['attachments', 'comments', 'tags']) await knex.raw(`drop table ${table}`);
}
