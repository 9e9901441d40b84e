/** How up to date each connection is. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import type { SyncHealth } from './provider-records.types';

const HEALTH = `
  select c.id as "connectionId", c.provider, c.status, c.error, c.last_sync_at as "lastSyncAt",
    extract(epoch from :now::timestamptz - c.last_sync_at)::int as "ageSeconds",
    coalesce((select extract(epoch from :now::timestamptz - min(r.created_at))::int from sync_runs r
      where r.organization_id = c.organization_id and r.connection_id = c.id and r.state = 'queued'), 0) as "lagSeconds",
    (select r.phase from sync_runs r
      where r.organization_id = c.organization_id and r.connection_id = c.id and r.state = 'running') as phase,
    (select r.state from sync_runs r where r.organization_id = c.organization_id and r.connection_id = c.id
      and r.finished_at is not null order by r.finished_at desc limit 1) as "lastState",
    (select count(*)::int from sync_runs r where r.organization_id = c.organization_id and r.connection_id = c.id
      and r.state in ('failed', 'completed_with_errors') and r.finished_at > :now::timestamptz - interval '7 days')
      as "failedRunsOfWeek",
    (select jsonb_build_object(
        'linked', count(*) filter (where a.state = 'linked'), 'suggested', count(*) filter (where a.state = 'suggested'),
        'new', count(*) filter (where a.state = 'new'), 'ignored', count(*) filter (where a.state = 'ignored'))
      from external_accounts a
      where a.organization_id = c.organization_id and a.connection_id = c.id and a.deleted_at is null) as accounts,
    (select jsonb_build_object(
        'total', count(*), 'vanished', count(*) filter (where p.vanished_at is not null),
        'pending', count(*) filter (where p.vanished_at is null and p.applied_hash is distinct from p.content_hash))
      from provider_records p where p.organization_id = c.organization_id and p.connection_id = c.id) as records
  from connections c where c.organization_id = :organizationId and c.deleted_at is null order by c.provider`;

/** One entry per connection, by provider. Reads the organisation's records of each connection. */
export async function readSyncHealth(uow: UnitOfWork): Promise<SyncHealth[]> {
  const { organizationId, now } = uow;
  const { rows } = await uow.trx.raw<{ rows: SyncHealth[] }>(HEALTH, { organizationId, now });
  return rows;
}
