/**
 * Who was told what about which request: one row a mail, written before it is sent, so that it is sent once, or again under
 * the same message id where a crash left open whether it was. `sequence` counts reminders and is 0 for everything else.
 * Lock: a new table only. Rollback: drops it; requests under way tell everybody again.
 */
import type { Knex } from 'knex';
import { protectTable } from './support/tenant-table';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table approval_notices (
      organization_id uuid not null references organizations (id),
      id uuid not null,
      approval_id uuid not null,
      level integer not null check (level >= 1),
      kind text not null check (kind in ('asked', 'reminder', 'escalation', 'outcome', 'withdrawn')),
      sequence integer not null default 0 check (sequence >= 0),
      recipient_user_id uuid not null references users (id),
      created_at timestamptz not null,
      sent_at timestamptz,
      failed_code text,
      primary key (organization_id, id),
      foreign key (organization_id, approval_id) references approvals (organization_id, id))`);
  await knex.raw(`create unique index approval_notices_key
      on approval_notices (organization_id, approval_id, level, kind, sequence, recipient_user_id)`);
  await knex.raw('create index approval_notices_of_recipient on approval_notices (organization_id, recipient_user_id)');
  await protectTable(knex, 'approval_notices', { grants: ['select', 'insert', 'update'] });
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table approval_notices');
}
