/** States of members and the life of an invitation: pure. */
import type { Member, MemberState } from './members.types';

/** An invitation can be accepted for this long. */
export const INVITATION_LIFETIME_MS = 7 * 24 * 3_600_000;

/** @example somebody without a user is `invited`, whatever else their row says */
export function memberState({ userId, deactivatedAt }: Pick<Member, 'userId' | 'deactivatedAt'>): MemberState {
  if (userId === null) return 'invited';
  return deactivatedAt === null ? 'active' : 'deactivated';
}

/** An owner who can enter: an organisation keeps at least one. */
export function isActiveOwner(member: Pick<Member, 'userId' | 'deactivatedAt' | 'role'>): boolean {
  return member.role === 'owner' && memberState(member) === 'active';
}

/** What the token of an invitation is derived from: a renewed invitation ends at another time, so it has another token. */
export function invitationSubject(memberId: string, expiresAt: Date): string {
  return `invitation/${memberId}/${String(expiresAt.getTime())}`;
}

/** The link of a token. */
export function invitationUrl(appUrl: string, token: string): string {
  return `${appUrl}/accept-invitation?token=${token}`;
}
