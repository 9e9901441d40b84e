/** The allow list: what each role may ask for. Which records it may touch is decided by the policies on top. */
import type { Permission } from './permissions';

/** From most to least; each role has what the roles after it have. */
export const roles = ['owner', 'admin', 'manager', 'member', 'viewer'] as const;

export type Role = (typeof roles)[number];

/** What each role adds to the roles after it in `roles`. */
const additions: Record<Role, readonly Permission[]> = {
  viewer: [
    'person.read',
    'team.read',
    'calendar.read',
    'work_pattern.read',
    'absence.read',
    'project.read',
    'task.read',
    'tag.read',
    'comment.read',
    'attachment.read',
    'allocation.read',
    'time_entry.read',
    'capacity.read',
    'report.read',
  ],
  member: [
    'absence.write',
    'comment.write',
    'attachment.write',
    'time_entry.write',
    'month_grid.read',
    'voucher.read',
    'approval.read',
    'approval.write',
    'delegation.read',
    'delegation.write',
  ],
  manager: [
    'allocation.write',
    'allocation_request.write',
    'conflict.write',
    'project.write',
    'task.write',
    'tag.write',
    'assignment.write',
    'report_schedule.read',
    'report_schedule.write',
  ],
  admin: [
    'person.write',
    'team.write',
    'calendar.write',
    'work_pattern.write',
    'absence_type.write',
    'capacity.recompute',
    'period.read',
    'period.write',
    'benefit.read',
    'benefit.write',
    'erasure.read',
    'identity.read',
    'identity.write',
    'approval_policy.read',
    'approval_policy.write',
    'audit.read',
    'organization.write',
    'member.read',
    'member.write',
    'settings.read',
    'settings.write',
    'connection.read',
    'connection.write',
    'sync.read',
    'sync.write',
    'webhook.read',
    'webhook.write',
  ],
  owner: ['organization.delete', 'person.erase'],
};

const granted = new Map<Role, ReadonlySet<Permission>>(
  roles.map((role, index) => [role, new Set(roles.slice(index).flatMap((lower) => additions[lower]))]),
);

/** True when the allow list grants `permission` to `role`; everything not listed is denied. */
export function roleGrants(role: Role, permission: Permission): boolean {
  return granted.get(role)?.has(permission) ?? false;
}

/** True when `role` is `least` or stands above it. */
export function isAtLeast(role: Role, least: Role): boolean {
  return roles.indexOf(role) <= roles.indexOf(least);
}
