/**
 * Connections to outside systems, what was read there, the runs that read it, and which of their accounts is which person.
 * `provider_records` is a mirror: `content_hash` says what was read last, `applied_hash` what of it the plan has; dropping its
 * rows makes the next run read and apply everything again. Webhook deliveries are remembered so that a replay is refused.
 * Lock: new tables only. Rollback: drops them; people, absences and time entries stay.
 */
import type { Knex } from 'knex';
import { protectTable, RECORD_COLUMNS } from './support/tenant-table';

const PROVIDERS = `('payfit', 'gryzzly', 'ticket_resto')`;
const KINDS = `('roster', 'absences', 'timesheets', 'full')`;
const APPEND_ONLY = ['select', 'insert'] as const;

export async function up(knex: Knex): Promise<void> {
  await createConnections(knex);
  await createRuns(knex);
  await createRecords(knex);
  await createIdentities(knex);
}

async function createConnections(knex: Knex): Promise<void> {
  await knex.raw(`
    create table connections (${RECORD_COLUMNS},
      provider text not null check (provider in ${PROVIDERS}),
      status text not null check (status in ('connected', 'error', 'revoked')),
      error text,
      credentials bytea,
      credentials_set_at timestamptz,
      webhook_secret bytea,
      external_company_id text,
      absence_types jsonb not null default '{}',
      schedule_cron text,
      schedule_timezone text,
      schedule_kinds text[],
      schedule_enabled boolean not null default false,
      last_sync_at timestamptz,
      check ((schedule_cron is null) = (schedule_timezone is null) and (schedule_cron is null) = (schedule_kinds is null)),
      check (not schedule_enabled or schedule_cron is not null))`);
  await knex.raw(
    'create unique index connections_provider_key on connections (organization_id, provider) where deleted_at is null',
  );
  await protectTable(knex, 'connections', { systemScope: true });
  await knex.raw(`
    create table webhook_receipts (
      organization_id uuid not null references organizations (id),
      connection_id uuid not null,
      message_id text not null check (length(message_id) between 1 and 255),
      received_at timestamptz not null default now(),
      primary key (organization_id, connection_id, message_id),
      foreign key (organization_id, connection_id) references connections (organization_id, id))`);
  await protectTable(knex, 'webhook_receipts', { grants: ['select', 'insert', 'delete'] });
}

async function createRuns(knex: Knex): Promise<void> {
  await knex.raw(`
    create table sync_runs (
      organization_id uuid not null references organizations (id),
      id uuid not null,
      version integer not null default 1,
      connection_id uuid not null,
      kind text not null check (kind in ${KINDS}),
      dry_run boolean not null default false,
      state text not null default 'queued'
        check (state in ('queued', 'running', 'completed', 'completed_with_errors', 'failed', 'cancelled')),
      phase text not null default 'waiting'
        check (phase in ('waiting', 'pulling', 'matching', 'applying', 'waiting_for_credentials', 'ended')),
      done integer not null default 0 check (done >= 0),
      total integer check (total >= 0),
      seen integer not null default 0,
      created integer not null default 0,
      updated integer not null default 0,
      unchanged integer not null default 0,
      tombstoned integer not null default 0,
      failed integer not null default 0,
      held integer not null default 0,
      waiting integer not null default 0,
      cursor jsonb not null default '{}',
      trigger text not null check (trigger in ('user', 'schedule', 'webhook')),
      started_by uuid references users (id),
      workflow_id text not null,
      cancel_requested_at timestamptz,
      created_at timestamptz not null default now(),
      started_at timestamptz,
      finished_at timestamptz,
      error_code text,
      primary key (organization_id, id),
      foreign key (organization_id, connection_id) references connections (organization_id, id))`);
  await knex.raw('create index sync_runs_of_connection on sync_runs (organization_id, connection_id, created_at, id)');
  await knex.raw(`create unique index sync_runs_one_running on sync_runs (organization_id, connection_id)
      where state = 'running'`);
  await knex.raw(`create unique index sync_runs_one_waiting on sync_runs (organization_id, connection_id, kind, dry_run)
      where state = 'queued'`);
  await protectTable(knex, 'sync_runs', { grants: ['select', 'insert', 'update'] });
  for (const [table, columns] of [
    [
      'sync_run_changes',
      `action text not null check (action in ('created', 'updated', 'tombstoned', 'differs', 'held')),
      entity_type text not null,
      entity_id uuid,
      before jsonb,
      after jsonb`,
    ],
    ['sync_run_errors', 'code text not null, detail text'],
  ] as const) {
    await knex.raw(`
      create table ${table} (
        organization_id uuid not null references organizations (id),
        id uuid not null,
        run_id uuid not null,
        record_kind text not null,
        external_id text not null,
        ${columns},
        created_at timestamptz not null default now(),
        primary key (organization_id, id),
        foreign key (organization_id, run_id) references sync_runs (organization_id, id))`);
    await knex.raw(`create index ${table}_of_run on ${table} (organization_id, run_id, id)`);
    await protectTable(knex, table, { grants: APPEND_ONLY });
  }
}

async function createRecords(knex: Knex): Promise<void> {
  await knex.raw(`
    create table provider_records (
      organization_id uuid not null references organizations (id),
      id uuid not null,
      connection_id uuid not null,
      kind text not null check (length(kind) between 1 and 50),
      external_id text not null check (length(external_id) between 1 and 200),
      owner_external_id text,
      starts_on date,
      ends_on date,
      fields jsonb not null,
      content_hash bytea not null,
      applied_hash bytea,
      entity_type text,
      entity_id uuid,
      first_seen_at timestamptz not null default now(),
      changed_at timestamptz not null default now(),
      seen_at timestamptz not null default now(),
      seen_run_id uuid not null,
      vanished_at timestamptz,
      primary key (organization_id, id),
      check ((entity_type is null) = (entity_id is null)),
      foreign key (organization_id, connection_id) references connections (organization_id, id),
      foreign key (organization_id, seen_run_id) references sync_runs (organization_id, id))`);
  await knex.raw(
    'create unique index provider_records_key on provider_records (organization_id, connection_id, kind, external_id)',
  );
  await knex.raw(`create index provider_records_of_owner on provider_records
      (organization_id, connection_id, owner_external_id, kind)`);
  await knex.raw(`create index provider_records_of_entity on provider_records (organization_id, entity_type, entity_id)
      where entity_id is not null`);
  await protectTable(knex, 'provider_records');
}

async function createIdentities(knex: Knex): Promise<void> {
  await knex.raw(`
    create table external_accounts (${RECORD_COLUMNS},
      connection_id uuid not null,
      provider text not null check (provider in ${PROVIDERS}),
      external_user_id text not null check (length(external_user_id) between 1 and 200),
      state text not null default 'new' check (state in ('linked', 'suggested', 'new', 'ignored')),
      person_id uuid,
      active boolean not null default true,
      active_from date,
      active_to date,
      raw_profile jsonb not null default '{}',
      link_method text check (link_method in ('automatic', 'manual', 'created')),
      linked_by uuid references users (id),
      linked_at timestamptz,
      link_reason text,
      before_link jsonb,
      check ((state = 'linked') = (person_id is not null)),
      check ((state = 'linked') = (linked_at is not null)),
      check (active_from is null or active_to is null or active_from <= active_to),
      foreign key (organization_id, connection_id) references connections (organization_id, id),
      foreign key (organization_id, person_id) references people (organization_id, id),
      constraint external_accounts_one_at_a_time exclude using gist (
        organization_id with =, provider with =, person_id with =, daterange(active_from, active_to, '[]') with &&)
        where (state = 'linked' and deleted_at is null))`);
  await knex.raw(`create unique index external_accounts_key on external_accounts
      (organization_id, connection_id, external_user_id)`);
  await knex.raw('create index external_accounts_of_person on external_accounts (organization_id, person_id)');
  await protectTable(knex, 'external_accounts');
  await knex.raw(`
    create table identity_decisions (
      organization_id uuid not null references organizations (id),
      id uuid not null,
      external_account_id uuid not null,
      person_id uuid,
      action text not null check (action in ('link', 'new', 'ignore', 'reject', 'unlink')),
      decided_by uuid references users (id),
      reason text,
      score double precision check (score between 0 and 1),
      total_bits double precision,
      features jsonb not null default '{}',
      model_version text not null,
      run_id uuid,
      created_at timestamptz not null default now(),
      primary key (organization_id, id),
      foreign key (organization_id, external_account_id) references external_accounts (organization_id, id),
      foreign key (organization_id, person_id) references people (organization_id, id),
      foreign key (organization_id, run_id) references sync_runs (organization_id, id))`);
  await knex.raw(`create index identity_decisions_of_account on identity_decisions
      (organization_id, external_account_id, created_at, id)`);
  await protectTable(knex, 'identity_decisions', { grants: APPEND_ONLY });
  await knex.raw(`
    create table identity_suggestions (
      organization_id uuid not null references organizations (id),
      id uuid not null,
      external_account_id uuid not null,
      person_id uuid not null,
      rank integer not null check (rank between 1 and 3),
      score double precision not null check (score between 0 and 1),
      total_bits double precision not null,
      prior_bits double precision not null,
      margin_bits double precision,
      evidence jsonb not null,
      vetoes text[] not null default '{}',
      decisive text,
      features jsonb not null default '{}',
      model_version text not null,
      created_at timestamptz not null default now(),
      primary key (organization_id, id),
      unique (organization_id, external_account_id, rank),
      unique (organization_id, external_account_id, person_id),
      foreign key (organization_id, external_account_id) references external_accounts (organization_id, id),
      foreign key (organization_id, person_id) references people (organization_id, id))`);
  await knex.raw(`create index identity_suggestions_by_score on identity_suggestions (organization_id, score, id)`);
  await protectTable(knex, 'identity_suggestions');
}

export async function down(knex: Knex): Promise<void> {
  for (const table of [
    'identity_suggestions',
    'identity_decisions',
    'external_accounts',
    'provider_records',
    'sync_run_errors',
    'sync_run_changes',
    'sync_runs',
    'webhook_receipts',
    'connections',
  ]) {
    await knex.raw(`drop table ${table}`);
  }
}
