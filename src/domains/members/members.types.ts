/** Members: who belongs to an organisation, with which role. One who is invited has no user yet. */
import type { Role } from '../../access/role-grants';
import type { RecordFields } from '../../shared/record-fields';

export interface Member extends RecordFields {
  /** Null until the invitation is accepted. */
  userId: string | null;
  role: Role;
  /** The person this member is; null when they are nobody of the plan. */
  personId: string | null;
  lastEnteredAt: Date | null;
  /** The address that was invited, in lower case; it stays after they joined. */
  invitedEmail: string | null;
  invitedBy: string | null;
  /** SHA-256 of the token of the open invitation. */
  invitationHash: Buffer | null;
  invitationExpiresAt: Date | null;
  /** Set while the member may not enter. */
  deactivatedAt: Date | null;
}

/** An invitation that stays open after it expired is still `invited`: it can be sent again. */
export type MemberState = 'invited' | 'active' | 'deactivated';
export const memberStates = ['invited', 'active', 'deactivated'] as const satisfies readonly MemberState[];

/** The account behind a member. */
export interface MemberAccount {
  id: string;
  email: string;
  fullName: string;
}
