/** Users that a body names. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { DomainError } from '../../shared/domain-error';

/**
 * One statement for all of them, whether they are known, unknown or of another organisation. Index memberships_user_key.
 * @throws DomainError reference_not_found with one entry per user who is no member of this organisation
 */
export async function assertMembers(
  uow: UnitOfWork,
  references: readonly { userId: string; pointer: string }[],
): Promise<void> {
  if (references.length === 0) return;
  const rows = await uow
    .trx('memberships')
    .where('organization_id', uow.organizationId)
    .whereNull('deleted_at')
    .whereIn('user_id', [...new Set(references.map(({ userId }) => userId))])
    .select<{ user_id: string }[]>('user_id');
  const known = new Set(rows.map((row) => row.user_id));
  const missing = references.filter(({ userId }) => !known.has(userId)).map(({ pointer }) => pointer);
  if (missing.length === 0) return;
  throw new DomainError('reference_not_found', `${missing.join(', ')}: no such member`, {
    errors: missing.map((pointer) => ({ pointer, code: 'reference_not_found', message: 'no such member' })),
  });
}
