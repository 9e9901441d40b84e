/**
 * Requests for approval with the levels as they were at the start, their steps and every vote. A vote is never changed: one a
 * step for everybody who was asked, whoever cast it for them. One request at a time is pending about a thing.
 * Lock: new tables only. Rollback: drops them; what waits for a decision stays as it is and is decided by hand.
 */
import type { Knex } from 'knex';
import { protectTable, RECORD_COLUMNS } from './support/tenant-table';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table approvals (${RECORD_COLUMNS},
      kind text not null check (kind in ('absence', 'allocation_request', 'over_allocation', 'period_close')),
      state text not null default 'pending' check (state in ('pending', 'approved', 'declined', 'cancelled')),
      levels jsonb not null,
      subject_type text not null check (subject_type in ('absence', 'allocation', 'conflict', 'period')),
      subject_id uuid not null,
      subject_person_id uuid,
      requested_by uuid not null references users (id),
      payload jsonb not null default '{}',
      message text,
      current_level integer not null default 1 check (current_level >= 1),
      decided_at timestamptz,
      check ((state = 'pending') = (decided_at is null)),
      foreign key (organization_id, subject_person_id) references people (organization_id, id))`);
  await knex.raw(`create unique index approvals_pending_key on approvals (organization_id, kind, subject_id)
      where state = 'pending'`);
  await knex.raw('create index approvals_requested_by on approvals (organization_id, requested_by)');
  await knex.raw(`
    create table approval_steps (${RECORD_COLUMNS},
      approval_id uuid not null,
      level integer not null check (level >= 1),
      state text not null check (state in ('waiting', 'open', 'approved', 'declined', 'cancelled')),
      opened_at timestamptz,
      escalated_at timestamptz,
      closed_at timestamptz,
      check ((state = 'waiting') <= (opened_at is null)),
      foreign key (organization_id, approval_id) references approvals (organization_id, id))`);
  await knex.raw(
    'create unique index approval_steps_level_key on approval_steps (organization_id, approval_id, level)',
  );
  await knex.raw(`
    create table approval_decisions (
      organization_id uuid not null references organizations (id),
      id uuid not null,
      approval_id uuid not null,
      step_id uuid not null,
      principal_user_id uuid not null references users (id),
      actor_user_id uuid not null references users (id),
      verdict text not null check (verdict in ('approved', 'declined')),
      comment text,
      decided_at timestamptz not null,
      primary key (organization_id, id),
      foreign key (organization_id, approval_id) references approvals (organization_id, id),
      foreign key (organization_id, step_id) references approval_steps (organization_id, id))`);
  await knex.raw(`create unique index approval_decisions_vote_key
      on approval_decisions (organization_id, step_id, principal_user_id)`);
  await knex.raw('create index approval_decisions_of_approval on approval_decisions (organization_id, approval_id)');
  await knex.raw('create index approval_decisions_of_actor on approval_decisions (organization_id, actor_user_id)');
  await protectTable(knex, 'approvals');
  await protectTable(knex, 'approval_steps');
  await protectTable(knex, 'approval_decisions', { grants: ['select', 'insert'] });
}

export async function down(knex: Knex): Promise<void> {
  for (const table of ['approval_decisions', 'approval_steps', 'approvals']) await knex.raw(`drop table ${table}`);
}
