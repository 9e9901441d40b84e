/** Who is acting: a signed-in user, an API token, or the system itself in a workflow. */
import type { Permission } from './permissions';
import { roleGrants, type Role } from './role-grants';
import { scopesGrant, type TokenScope } from './token-scopes';

export interface Actor {
  kind: 'user' | 'token' | 'system';
  organizationId: string;
  userId: string | null;
  /** The person this user is in the organisation; null when the account is nobody's. */
  personId: string | null;
  role: Role;
  sessionId: string | null;
  /** What an API token is limited to; undefined = nothing but the role limits. */
  scopes?: readonly TokenScope[];
}

/** True when the actor's role has the permission, and so has the token they act by. */
export function isPermitted({ role, scopes }: Actor, permission: Permission): boolean {
  return roleGrants(role, permission) && (scopes === undefined || scopesGrant(scopes, permission));
}

/** The system acting inside one organisation, e.g. an activity that repairs the ledger. */
export function systemActor(organizationId: string): Actor {
  return { kind: 'system', organizationId, userId: null, personId: null, role: 'owner', sessionId: null };
}

/** Who asks, as found with the version that their organisation's data had then; null = it was not asked for. */
export interface Caller {
  actor: Actor;
  dataVersion: number | null;
}
