/** The same user in another organisation of theirs. */
import type { Actor } from '../../access/actor';
import type { Role } from '../../access/role-grants';
import type { Transaction } from '../../platform/database';
import { bindOrganization } from '../../platform/unit-of-work';

/**
 * Binds the transaction to `organizationId` and answers who the actor is there. Somebody who is no live member of it, and
 * anything but a signed-in user, stays where and who they are. Uses memberships_user_key.
 */
export async function enterOrganization(trx: Transaction, actor: Actor, organizationId: string): Promise<Actor> {
  if (organizationId === actor.organizationId || actor.kind !== 'user') return actor;
  await bindOrganization(trx, organizationId);
  const row = await trx('memberships as m')
    .join('organizations as o', 'o.id', 'm.organization_id')
    .where({ 'm.organization_id': organizationId, 'm.user_id': actor.userId })
    .whereNull('m.deleted_at')
    .whereNull('m.deactivated_at')
    .whereNull('o.deleted_at')
    .first<{ role: Role; person_id: string | null } | undefined>('m.role', 'm.person_id');
  if (row !== undefined) return { ...actor, organizationId, role: row.role, personId: row.person_id };
  await bindOrganization(trx, actor.organizationId);
  return actor;
}
