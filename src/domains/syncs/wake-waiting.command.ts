/** What a run of payroll means for the other connections: people they had not met, and their records may be theirs. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import type { VisibleConnection } from '../integrations/hold-connection.query';
import { makesPeople } from '../integrations/sync-kinds.rules';
import { requestApply } from './request-apply.command';
import type { SyncRun } from './syncs.types';

/** By external_accounts_key. */
const MADE_KNOWN = `
  select 1 from external_accounts where organization_id = :organization and connection_id = :connection
     and state = 'linked' and linked_at >= :since limit 1`;
const WAITING = `
  select c.id from connections c where c.organization_id = :organization and c.deleted_at is null and c.id <> :connection
     and exists (select 1 from external_accounts a where a.organization_id = c.organization_id and a.connection_id = c.id
       and a.state in ('new', 'suggested') and a.active and a.deleted_at is null)
   order by c.id`;

/**
 * When a run of payroll has tied accounts to people, accounts elsewhere that wait are matched anew, and what was read of them is
 * applied: a run of each such connection is asked for. Idempotent: one that waits already is enough.
 */
export async function wakeWaiting(
  uow: UnitOfWork,
  { connection, run }: { connection: VisibleConnection; run: SyncRun },
): Promise<void> {
  if (!makesPeople(connection.provider)) return;
  const of = { organization: uow.organizationId, connection: connection.id };
  const known = await uow.trx.raw<{ rows: unknown[] }>(MADE_KNOWN, { ...of, since: run.startedAt ?? run.createdAt });
  if (known.rows.length === 0) return;
  const { rows } = await uow.trx.raw<{ rows: { id: string }[] }>(WAITING, of);
  for (const { id } of rows) await requestApply(uow, { connectionId: id, trigger: 'sync' });
}
