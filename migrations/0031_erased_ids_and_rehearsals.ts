/**
 * What syncs remember and forget. `erased_provider_ids` holds, as keyed hashes, which accounts and contracts of a provider are
 * those of somebody who was erased: their records are not stored again. The key is the organisation's own and never changes, so
 * that the same id has the same hash for ever. `sync_rehearsal_records` is what a dry run read, for as long as it runs. People who
 * were erased before are remembered too.
 * Lock: sync_runs for a moment (a constant default, no rewrite). Rollback: drops the tables; erased people come back with a sync.
 */
import type { Knex } from 'knex';
import { APPLICATION_ROLE, protectTable } from './support/tenant-table';

const OWN = `organization_id = nullif(current_setting('app.organization_id', true), '')::uuid`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw('alter table sync_runs add column erased integer not null default 0');
  await createErasedIds(knex);
  await rememberEarlierErasures(knex);
  await createRehearsals(knex);
  await knex.raw(frozenRows({ person: FORGET_CHANGES }));
  await restrict(knex);
}

async function createErasedIds(knex: Knex): Promise<void> {
  await knex.raw(`
    create table erasure_keys (
      organization_id uuid primary key references organizations (id),
      key bytea not null
        default sha256(convert_to(gen_random_uuid()::text || gen_random_uuid()::text || gen_random_uuid()::text, 'UTF8')))`);
  await protectTable(knex, 'erasure_keys', { grants: ['select', 'insert'] });
  await knex.raw(`
    create table erased_provider_ids (
      organization_id uuid not null references organizations (id),
      provider text not null,
      kind text not null check (kind in ('account', 'contract')),
      id_hash bytea not null check (length(id_hash) = 32),
      erased_at timestamptz not null default now(),
      primary key (organization_id, provider, kind, id_hash))`);
  await protectTable(knex, 'erased_provider_ids', { grants: ['select', 'insert'] });
  await knex.raw(`
    create function erased_id_hash(key bytea, provider text, kind text, external_id text) returns bytea
    language sql immutable strict set search_path = pg_catalog as
    $$ select sha256(key || convert_to(provider || '/' || kind || '/' || external_id, 'UTF8')) $$`);
  await knex.raw(`grant execute on function erased_id_hash(bytea, text, text, text) to ${APPLICATION_ROLE}`);
}

/** Their accounts have no profile any more and belong to nobody; what a sync has brought back since is taken out again. */
async function rememberEarlierErasures(knex: Knex): Promise<void> {
  const erased = `select a.organization_id, a.id, a.connection_id, a.provider, a.external_user_id from external_accounts a
    where exists (select from erasures e where e.organization_id = a.organization_id and a.id = any (e.subject_ids)
      and e.state in ('running', 'completed'))`;
  await knex.raw(`insert into erasure_keys (organization_id) select distinct organization_id from (${erased}) a`);
  await knex.raw(`
    insert into erased_provider_ids (organization_id, provider, kind, id_hash)
    select a.organization_id, a.provider, 'account', erased_id_hash(k.key, a.provider, 'account', a.external_user_id)
      from (${erased}) a join erasure_keys k using (organization_id)
    union
    select a.organization_id, a.provider, 'contract', erased_id_hash(k.key, a.provider, 'contract', r.external_id)
      from (${erased}) a join erasure_keys k using (organization_id)
      join provider_records r on r.organization_id = a.organization_id and r.connection_id = a.connection_id
        and r.owner_external_id = a.external_user_id and r.kind = 'contract'`);
  await knex.raw(`delete from provider_records r using (${erased}) a where r.organization_id = a.organization_id
    and r.connection_id = a.connection_id and a.external_user_id in (r.owner_external_id, r.external_id)`);
  await knex.raw(`update external_accounts x set raw_profile = '{}', external_user_id = 'erased/' || x.id
    from (${erased}) a where x.organization_id = a.organization_id and x.id = a.id`);
}

async function createRehearsals(knex: Knex): Promise<void> {
  await knex.raw(`
    create table sync_rehearsal_records (
      organization_id uuid not null references organizations (id),
      id uuid not null,
      run_id uuid not null,
      connection_id uuid not null,
      kind text not null,
      external_id text not null,
      finding text not null check (finding in ('read', 'met', 'vanished')),
      owner_external_id text,
      starts_on date,
      ends_on date,
      fields jsonb,
      content_hash bytea,
      primary key (organization_id, id),
      unique (organization_id, run_id, kind, external_id),
      check ((finding = 'read') = (fields is not null and content_hash is not null)),
      foreign key (organization_id, run_id) references sync_runs (organization_id, id))`);
  await protectTable(knex, 'sync_rehearsal_records');
}

/** Changes and errors of runs that are about the person, by what they became here and by the provider's ids. */
const FORGET_CHANGES = `
  delete from sync_run_changes c where c.organization_id = org and (
    c.entity_id = any (subjects) or person::text in (c.before ->> 'personId', c.after ->> 'personId')
    or exists (select from external_accounts a where a.organization_id = org and a.id = any (subjects) and (
      c.external_id = a.external_user_id or exists (select from provider_records r where r.organization_id = org
        and r.connection_id = a.connection_id and r.owner_external_id = a.external_user_id
        and r.kind = c.record_kind and r.external_id = c.external_id))));
  delete from sync_run_errors c where c.organization_id = org
    and exists (select from external_accounts a where a.organization_id = org and a.id = any (subjects) and (
      c.external_id = a.external_user_id or exists (select from provider_records r where r.organization_id = org
        and r.connection_id = a.connection_id and r.owner_external_id = a.external_user_id
        and r.kind = c.record_kind and r.external_id = c.external_id)));`;

/** As migration 0027 has it. */
const FORGET_CHANGES_BEFORE = `
  delete from sync_run_changes c
    where c.organization_id = org and (c.entity_id = any (subjects) or c.external_id in (
      select a.external_user_id from external_accounts a where a.organization_id = org and a.id = any (subjects)));`;

function frozenRows({ person: forget }: { person: string }): string {
  return `
    create or replace function erase_frozen_rows(erasure uuid) returns void
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
      ${forget}
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
    end $$`;
}

async function restrict(knex: Knex): Promise<void> {
  await knex.raw('revoke all on function erase_frozen_rows(uuid) from public');
  await knex.raw(`grant execute on function erase_frozen_rows(uuid) to ${APPLICATION_ROLE}`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(frozenRows({ person: FORGET_CHANGES_BEFORE }));
  await restrict(knex);
  await knex.raw('drop table sync_rehearsal_records');
  await knex.raw('drop table erased_provider_ids');
  await knex.raw('drop function erased_id_hash(bytea, text, text, text)');
  await knex.raw('drop table erasure_keys');
  await knex.raw('alter table sync_runs drop column erased');
}
