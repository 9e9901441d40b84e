/** Webhooks that a workflow ought to send to. */
import type { Transaction } from '../../platform/database';

/**
 * Active webhooks for which something has waited for `olderThanMs`, taken or not. Needs the system scope; webhook_deliveries_waiting
 * holds the waiting rows alone.
 */
export async function listWaitingWebhooks(
  trx: Transaction,
  { olderThanMs, limit }: { olderThanMs: number; limit: number },
): Promise<{ organizationId: string; id: string }[]> {
  const { rows } = await trx.raw<{ rows: { organization_id: string; id: string }[] }>(
    `select w.organization_id, w.id from webhooks w
     where w.state = 'active' and w.deleted_at is null and exists (
       select from webhook_deliveries d
       where d.organization_id = w.organization_id and d.webhook_id = w.id and d.state = 'waiting'
         and d.created_at < now() - ? * interval '1 millisecond')
     order by w.id limit ?`,
    [olderThanMs, limit],
  );
  return rows.map((row) => ({ organizationId: row.organization_id, id: row.id }));
}
