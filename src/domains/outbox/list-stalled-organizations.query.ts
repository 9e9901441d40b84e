/** Organisations whose ledger has been dirty for too long. */
import type { Transaction } from '../../platform/database';

/**
 * Ids of organisations with a dirty range older than `dirtyOlderThanMs` and no wake-up waiting in the outbox, the longest
 * dirty first. Needs the system scope; scans `dirty_ranges`, which is small except while a large change is recomputed.
 */
export async function listStalledOrganizations(
  trx: Transaction,
  options: { dirtyOlderThanMs: number; limit: number },
): Promise<string[]> {
  const { rows } = await trx.raw<{ rows: { organization_id: string }[] }>(
    `select d.organization_id from dirty_ranges d
     where not exists (
       select from outbox o where o.relayed_at is null and o.organization_id = d.organization_id
         and o.event_type in ('capacity.dirtied', 'capacity.recompute_requested'))
     group by d.organization_id
     having min(d.created_at) < now() - ? * interval '1 millisecond'
     order by min(d.created_at), d.organization_id limit ?`,
    [options.dirtyOlderThanMs, options.limit],
  );
  return rows.map((row) => row.organization_id);
}
