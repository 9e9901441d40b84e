/**
 * What is sent to which webhook. A trigger adds a row for each active webhook that wants an event, in the transaction that
 * writes the event: none is lost or doubled, and of two events of one record the earlier one is there before the later one. The
 * trigger then leaves `webhook.waiting` in the outbox, which wakes the webhook's workflow. Ids are uuids of version 7, made of
 * the clock as the application makes them, so that they sort by creation.
 * Lock: new tables, and a moment on `outbox` for its trigger. Rollback: drops them; what waits is not sent.
 */
import type { Knex } from 'knex';
import { protectTable } from './support/tenant-table';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table webhook_deliveries (
      organization_id uuid not null references organizations (id),
      id uuid not null,
      webhook_id uuid not null,
      event_id bigint not null,
      event_type text not null,
      entity_type text not null,
      entity_id uuid not null,
      entity_version integer not null,
      occurred_at timestamptz not null,
      state text not null default 'waiting' check (state in ('waiting', 'delivered', 'failed')),
      attempts integer not null default 0 check (attempts >= 0),
      next_attempt_at timestamptz not null default now(),
      give_up_at timestamptz not null default now() + interval '7 days',
      last_attempt_at timestamptz,
      last_status integer,
      last_error text,
      delivered_at timestamptz,
      created_at timestamptz not null default now(),
      primary key (organization_id, id),
      unique (organization_id, webhook_id, event_id),
      foreign key (organization_id, webhook_id) references webhooks (organization_id, id))`);
  await knex.raw(`create index webhook_deliveries_waiting
      on webhook_deliveries (organization_id, webhook_id, entity_type, entity_id, event_id) where state = 'waiting'`);
  await knex.raw('create index webhook_deliveries_list on webhook_deliveries (organization_id, webhook_id, id)');
  await knex.raw(`create index webhook_deliveries_ended on webhook_deliveries (created_at) where state <> 'waiting'`);
  await protectTable(knex, 'webhook_deliveries', { systemScope: true });
  await spreadEvents(knex);
}

async function spreadEvents(knex: Knex): Promise<void> {
  await knex.raw(`
    create function uuid_of_now() returns uuid language sql volatile as $$
      select encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid())
        placing substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3) from 1 for 6),
        52, 1), 53, 1), 'hex')::uuid $$`);
  await knex.raw(`
    create function spread_to_webhooks() returns trigger language plpgsql as $$
    begin
      with stored as (
        insert into webhook_deliveries (organization_id, id, webhook_id, event_id, event_type,
          entity_type, entity_id, entity_version, occurred_at)
        select w.organization_id, uuid_of_now(), w.id, e.id, e.event_type,
          e.entity_type, e.entity_id, e.entity_version, e.created_at
        from written e join webhooks w on w.organization_id = e.organization_id
        where w.state = 'active' and w.deleted_at is null and e.event_type = any (w.event_types)
        returning organization_id, webhook_id)
      insert into outbox (organization_id, event_type, entity_type, entity_id, entity_version)
      select distinct organization_id, 'webhook.waiting', 'webhook', webhook_id, 1 from stored;
      return null;
    end $$`);
  await knex.raw(`create trigger outbox_to_webhooks after insert on outbox referencing new table as written
    for each statement when (pg_trigger_depth() = 0) execute function spread_to_webhooks()`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop trigger outbox_to_webhooks on outbox');
  await knex.raw('drop function spread_to_webhooks, uuid_of_now');
  await knex.raw('drop table webhook_deliveries');
}
