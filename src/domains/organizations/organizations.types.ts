/** Organisations: the walls between customers. */
import type { Role } from '../../access/role-grants';

export interface Organization {
  id: string;
  version: number;
  name: string;
  /** IANA name. */
  timezone: string;
  /** Minutes, Monday first: for everybody whose hours nothing nearer says. */
  defaultWorkweekMinutes: number[];
  createdAt: Date;
  updatedAt: Date;
  deletedAt: Date | null;
}

/** What somebody may write of one. */
export type OrganizationFields = Pick<Organization, 'name' | 'timezone' | 'defaultWorkweekMinutes'>;

/** An organisation as one of its members sees it. */
export interface OwnOrganization extends Organization {
  role: Role;
}
