/** Which things somebody is deciding about. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import type { ApprovalKind } from './approvals.types';

/** Ids of the pending requests of a kind, by the id of what they are about. Index approvals_pending_key. */
export async function listRunning(
  uow: UnitOfWork,
  kind: ApprovalKind,
  subjectIds: readonly string[],
): Promise<Map<string, string>> {
  if (subjectIds.length === 0) return new Map();
  const rows = await uow
    .trx('approvals')
    .where({ organization_id: uow.organizationId, kind, state: 'pending' })
    .whereIn('subject_id', [...subjectIds])
    .select<{ id: string; subject_id: string }[]>('id', 'subject_id');
  return new Map(rows.map((row) => [row.subject_id, row.id]));
}
