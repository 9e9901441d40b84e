/** Organisations as they are answered. */
import { wireWorkweekOf } from '../calendars/workweek.rules';
import type { OwnOrganization } from './organizations.types';

/** `role` is the caller's own in it. */
export function presentOrganization(organization: OwnOrganization): object {
  return {
    id: organization.id,
    version: organization.version,
    name: organization.name,
    timezone: organization.timezone,
    default_workweek: wireWorkweekOf(organization.defaultWorkweekMinutes),
    role: organization.role,
    created_at: organization.createdAt.toISOString(),
    updated_at: organization.updatedAt.toISOString(),
    deleted_at: organization.deletedAt?.toISOString() ?? null,
  };
}
