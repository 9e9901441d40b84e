/** Pages through the organisations by id. */
import type { Transaction } from '../../platform/database';

/** Up to `limit` ids of organisations in use, above `after` (null = from the first), ascending. Needs the system scope; uses the primary key. */
export async function listOrganizationIds(
  trx: Transaction,
  page: { after: string | null; limit: number },
): Promise<string[]> {
  const query = trx('organizations').whereNull('deleted_at').orderBy('id').limit(page.limit);
  if (page.after !== null) void query.where('id', '>', page.after);
  const rows = await query.select<{ id: string }[]>('id');
  return rows.map((row) => row.id);
}
