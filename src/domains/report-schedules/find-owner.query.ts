/** Who a schedule's owner is right now: the rights its reports are made with. */
import type { Actor } from '../../access/actor';
import { roleGrants, type Role } from '../../access/role-grants';
import type { UnitOfWork } from '../../platform/unit-of-work';
import type { StopReason } from './report-schedules.types';

/** The owner as they would act themself, or what they have lost. By memberships_user_key. */
export async function findOwner(uow: UnitOfWork, ownerUserId: string): Promise<Actor | StopReason> {
  const row = await uow
    .trx('memberships as m')
    .join('users as u', 'u.id', 'm.user_id')
    .where({ 'm.organization_id': uow.organizationId, 'm.user_id': ownerUserId })
    .whereNull('m.deleted_at')
    .whereNull('m.deactivated_at')
    .whereNull('u.deleted_at')
    .first<{ role: Role; person_id: string | null } | undefined>('m.role', 'm.person_id');
  if (row === undefined) return 'owner_not_member';
  if (!roleGrants(row.role, 'report_schedule.write')) return 'owner_lacks_permission';
  return {
    kind: 'user',
    organizationId: uow.organizationId,
    userId: ownerUserId,
    personId: row.person_id,
    role: row.role,
    sessionId: null,
  };
}
