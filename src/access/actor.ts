/** Who is acting: a signed-in user, an API token, or the system itself in a workflow. */
import type { Role } from './role-grants';

export interface Actor {
  kind: 'user' | 'token' | 'system';
  organizationId: string;
  userId: string | null;
  /** The person this user is in the organisation; null when the account is nobody's. */
  personId: string | null;
  role: Role;
  sessionId: string | null;
}

/** The system acting inside one organisation, e.g. an activity that repairs the ledger. */
export function systemActor(organizationId: string): Actor {
  return { kind: 'system', organizationId, userId: null, personId: null, role: 'owner', sessionId: null };
}
