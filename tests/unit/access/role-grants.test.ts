/** The allow list as READINGS H says it, typed by hand: who may ask for what. */
import { describe, expect, test } from '@jest/globals';
import { permissions, type Permission } from '../../../src/access/permissions';
import { isAtLeast, roleGrants, roles, type Role } from '../../../src/access/role-grants';

const everybody: Role[] = ['owner', 'admin', 'manager', 'member', 'viewer'];
const aboveViewer: Role[] = ['owner', 'admin', 'manager', 'member'];
const aboveMember: Role[] = ['owner', 'admin', 'manager'];
const administrators: Role[] = ['owner', 'admin'];

const expected: Record<Permission, Role[]> = {
  'person.read': everybody,
  'person.write': administrators,
  'team.read': everybody,
  'team.write': administrators,
  'calendar.read': everybody,
  'calendar.write': administrators,
  'absence.read': everybody,
  'absence.write': aboveViewer,
  'absence_type.write': administrators,
  'project.read': everybody,
  'project.write': aboveMember,
  'task.read': everybody,
  'task.write': aboveMember,
  'tag.read': everybody,
  'tag.write': aboveMember,
  'comment.read': everybody,
  'comment.write': aboveViewer,
  'attachment.read': everybody,
  'attachment.write': aboveViewer,
  'allocation.read': everybody,
  'allocation.write': aboveMember,
  'time_entry.read': everybody,
  'time_entry.write': aboveViewer,
  'conflict.write': aboveMember,
  'capacity.read': everybody,
  'capacity.recompute': administrators,
  'report.read': everybody,
  'month_grid.read': aboveViewer,
  'report_schedule.read': aboveMember,
  'report_schedule.write': aboveMember,
  'work_pattern.read': everybody,
  'work_pattern.write': administrators,
  'assignment.write': aboveMember,
  'period.read': administrators,
  'period.write': administrators,
  'benefit.read': administrators,
  'benefit.write': administrators,
  'voucher.read': aboveViewer,
  'person.erase': ['owner'],
  'erasure.read': administrators,
  'identity.read': administrators,
  'identity.write': administrators,
  'approval_policy.read': administrators,
  'approval_policy.write': administrators,
  'approval.read': aboveViewer,
  'approval.write': aboveViewer,
  'allocation_request.write': aboveMember,
  'delegation.read': aboveViewer,
  'delegation.write': aboveViewer,
  'audit.read': administrators,
  'organization.write': administrators,
  'organization.delete': ['owner'],
  'member.read': administrators,
  'member.write': administrators,
  'settings.read': administrators,
  'settings.write': administrators,
  'connection.read': administrators,
  'connection.write': administrators,
  'sync.read': administrators,
  'sync.write': administrators,
  'webhook.read': administrators,
  'webhook.write': administrators,
};

describe('role grants', () => {
  test('every permission is in the table', () => {
    expect(Object.keys(expected).sort()).toEqual([...permissions].sort());
  });

  test.each(Object.entries(expected) as [Permission, Role[]][])('%s', (permission, granted) => {
    expect(roles.filter((role) => roleGrants(role, permission))).toEqual(granted);
  });

  test('what is not on the list is denied to everybody', () => {
    for (const role of roles) expect(roleGrants(role, 'person.destroy' as Permission)).toBe(false);
    expect(roleGrants('root' as Role, 'person.read')).toBe(false);
  });
});

test.each<[Role, Role[]]>([
  ['owner', ['owner']],
  ['manager', ['owner', 'admin', 'manager']],
  ['viewer', everybody],
])('at least %s', (least, expectedRoles) => {
  expect(roles.filter((role) => isAtLeast(role, least))).toEqual(expectedRoles);
});
