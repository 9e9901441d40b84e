/** Members as they are answered. */
import { withRecordFields } from '../../shared/record-fields';
import { memberState } from './members.rules';
import type { Member, MemberAccount } from './members.types';

/** `account` is undefined for who has not joined yet. */
export function presentMember(member: Member, account: MemberAccount | undefined): object {
  return withRecordFields(member, {
    state: memberState(member),
    email: account?.email ?? member.invitedEmail,
    full_name: account?.fullName ?? null,
    role: member.role,
    person_id: member.personId,
    user_id: member.userId,
    invited_by: member.invitedBy,
    invitation_expires_at: member.invitationExpiresAt?.toISOString() ?? null,
    deactivated_at: member.deactivatedAt?.toISOString() ?? null,
    last_entered_at: member.lastEnteredAt?.toISOString() ?? null,
  });
}

/** A member as the audit log keeps them: without anything of an invitation's token. */
export function auditedMember({ invitationHash: _, ...member }: Member): object {
  return member;
}
