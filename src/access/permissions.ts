/** Every permission a route may ask for, as `resource.verb`. A permission that nobody is granted in role-grants.ts is nobody's. */
export const permissions = [
  'person.read',
  'person.write',
  'team.read',
  'team.write',
  'calendar.read',
  'calendar.write',
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
] as const;

export type Permission = (typeof permissions)[number];
