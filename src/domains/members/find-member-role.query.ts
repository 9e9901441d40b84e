/** What a user is in the organisation. */
import type { Role } from '../../access/role-grants';
import type { UnitOfWork } from '../../platform/unit-of-work';

/** Undefined for who is no live member. Uses memberships_user_key. */
export async function findMemberRole(uow: UnitOfWork, userId: string): Promise<Role | undefined> {
  const row = await uow
    .trx('memberships')
    .where({ organization_id: uow.organizationId, user_id: userId })
    .whereNull('deleted_at')
    .first<{ role: Role } | undefined>('role');
  return row?.role;
}
