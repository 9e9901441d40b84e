/**
 * Erasing a person: requests with their progress, and the two functions that may touch what the application's role can only
 * add to. They run as the owner of the tables, act for a running erasure of the transaction's organisation and for nothing else.
 * Lock: people and organizations for a moment, no rewrite. Rollback: drops requests and functions; what is erased stays so.
 */
import type { Knex } from 'knex';
import { APPLICATION_ROLE, protectTable, RECORD_COLUMNS } from './support/tenant-table';

const OWN = `organization_id = nullif(current_setting('app.organization_id', true), '')::uuid`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw('alter table people add column erased_at timestamptz');
  await knex.raw(`alter table organizations
    add column former_people_months integer check (former_people_months between 1 and 600)`);
  await knex.raw(`
    create table erasures (${RECORD_COLUMNS},
      person_id uuid not null,
      trigger text not null check (trigger in ('request', 'retention')),
      state text not null default 'queued' check (state in ('queued', 'running', 'completed', 'failed')),
      requested_by uuid references users (id),
      counts jsonb not null default '{}',
      subject_ids uuid[] not null default '{}',
      audit_cursor bigint not null default 0,
      audit_last bigint not null default 0,
      started_at timestamptz,
      finished_at timestamptz,
      error_code text,
      foreign key (organization_id, person_id) references people (organization_id, id))`);
  await knex.raw(`create unique index erasures_open on erasures (organization_id, person_id)
    where state in ('queued', 'running')`);
  await protectTable(knex, 'erasures', { grants: ['select', 'insert', 'update'] });
  await createFrozenRowsFunction(knex);
  await createAuditFunction(knex);
}

/** What was frozen or decided stays; who it was, and why, goes. A user of no other organisation goes too. */
async function createFrozenRowsFunction(knex: Knex): Promise<void> {
  await knex.raw(`
    create function erase_frozen_rows(erasure uuid) returns void
    language plpgsql security definer set search_path = public, pg_temp as $$
    declare
      org uuid; person uuid; subjects uuid[]; leaving uuid;
    begin
      select e.organization_id, e.person_id, e.subject_ids into org, person, subjects
        from erasures e where e.${OWN} and e.id = erasure and e.state = 'running' for update;
      if not found then raise exception 'no such running erasure'; end if;
      update voucher_rows r set matricule = null, parts = (
          select coalesce(jsonb_agg(p || '{"causes": [], "override": null}'), '[]') from jsonb_array_elements(r.parts) p)
        where r.organization_id = org and r.person_id = person;
      update identity_decisions d set reason = null, features = '{}'
        where d.organization_id = org and (d.person_id = person or d.external_account_id = any (subjects));
      delete from sync_run_changes c
        where c.organization_id = org and (c.entity_id = any (subjects) or c.external_id in (
          select a.external_user_id from external_accounts a where a.organization_id = org and a.id = any (subjects)));
      for leaving in select m.user_id from memberships m
        where m.organization_id = org and m.id = any (subjects) and m.user_id is not null
      loop
        delete from sessions s where s.organization_id = org and s.user_id = leaving;
        if not exists (select from memberships m where m.user_id = leaving and m.organization_id <> org and m.deleted_at is null)
        then
          update users u set email = 'erased-' || u.id || '@erased.invalid', full_name = 'Erased user', password_hash = null,
            deleted_at = coalesce(u.deleted_at, now()), updated_at = now(), version = u.version + 1
            where u.id = leaving;
        end if;
      end loop;
    end $$`);
  await restrict(knex, 'erase_frozen_rows(uuid)');
}

/**
 * The next events of the audit log that are about the person lose their values and keep that they happened. The place it has got
 * to is stored in the same transaction, so a batch that is run twice goes on. Scans by the primary key.
 */
async function createAuditFunction(knex: Knex): Promise<void> {
  const about = (side: string): string =>
    `array[a.${side} ->> 'personId', a.${side} ->> 'person_id', a.${side} ->> 'authorPersonId', a.${side} ->> 'userId'] && subjects`;
  await knex.raw(`
    create function redact_audit_events(erasure uuid, batch integer)
      returns table (redacted integer, done boolean)
    language plpgsql security definer set search_path = public, pg_temp as $$
    declare
      org uuid; subjects text[]; start_after bigint; final bigint; upto bigint; changed integer;
    begin
      select e.organization_id, e.subject_ids::text[], e.audit_cursor, e.audit_last into org, subjects, start_after, final
        from erasures e where e.${OWN} and e.id = erasure and e.state = 'running' for update;
      if not found then raise exception 'no such running erasure'; end if;
      select max(b.id) into upto from (select a.id from audit_events a
        where a.organization_id = org and a.id > start_after and a.id <= final order by a.id limit batch) b;
      if upto is null then return query select 0, true; return; end if;
      update audit_events a
        set before = case when a.before is null then null else jsonb_build_object('redacted', true, 'erasure_id', erasure) end,
          after = case when a.after is null then null else jsonb_build_object('redacted', true, 'erasure_id', erasure) end
        where a.organization_id = org and a.id > start_after and a.id <= upto
          and not coalesce(jsonb_exists(a.before, 'redacted') or jsonb_exists(a.after, 'redacted'), false)
          and (a.entity_id::text = any (subjects) or ${about('before')} or ${about('after')});
      get diagnostics changed = row_count;
      update erasures e set audit_cursor = upto where e.organization_id = org and e.id = erasure;
      return query select changed, false;
    end $$`);
  await restrict(knex, 'redact_audit_events(uuid, integer)');
}

async function restrict(knex: Knex, signature: string): Promise<void> {
  await knex.raw(`revoke all on function ${signature} from public`);
  await knex.raw(`grant execute on function ${signature} to ${APPLICATION_ROLE}`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop function redact_audit_events(uuid, integer)');
  await knex.raw('drop function erase_frozen_rows(uuid)');
  await knex.raw('drop table erasures');
  await knex.raw('alter table organizations drop column former_people_months');
  await knex.raw('alter table people drop column erased_at');
}
