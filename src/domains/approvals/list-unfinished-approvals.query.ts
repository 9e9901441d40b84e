/** Requests for approval that a workflow ought to accompany. */
import type { Transaction } from '../../platform/database';

/** A record of an organisation that has a workflow of its own. */
export interface Accompanied {
  organizationId: string;
  id: string;
}

/**
 * Pending requests, and ended ones of which somebody was not told yet, that have been so for `olderThanMs`. Needs the system
 * scope; approvals_pending_key and approval_notices_unsent hold these rows alone.
 */
export async function listUnfinishedApprovals(
  trx: Transaction,
  { olderThanMs, limit }: { olderThanMs: number; limit: number },
): Promise<Accompanied[]> {
  const { rows } = await trx.raw<{ rows: { organization_id: string; id: string }[] }>(
    `select organization_id, id from approvals
       where state = 'pending' and deleted_at is null and updated_at < now() - ? * interval '1 millisecond'
     union
     select organization_id, approval_id from approval_notices
       where sent_at is null and created_at < now() - ? * interval '1 millisecond'
     order by id limit ?`,
    [olderThanMs, olderThanMs, limit],
  );
  return rows.map((row) => ({ organizationId: row.organization_id, id: row.id }));
}
