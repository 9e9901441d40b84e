/** Every permission a route may ask for, as `resource.verb`. A permission that nobody is granted in role-grants.ts is nobody's. */
export const permissions = [
  'person.read',
  'person.write',
  'team.read',
  'team.write',
  'calendar.read',
  'calendar.write',
  'work_pattern.read',
  'work_pattern.write',
  'assignment.write',
  'absence.read',
  'absence.write',
  'absence_type.write',
  'project.read',
  'project.write',
  'allocation.read',
  'allocation.write',
  'capacity.read',
  'capacity.recompute',
  'conflict.write',
  'report.read',
  'period.read',
  'period.write',
  'audit.read',
] as const;

export type Permission = (typeof permissions)[number];
