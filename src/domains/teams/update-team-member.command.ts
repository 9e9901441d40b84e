/** Changes one spell of membership. Membership decides which team a day is shown under; it moves no figure of a person. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { assertInOrder } from '../../shared/assert-in-order';
import { TeamMemberRepository } from './team-members.repository';
import type { TeamMember } from './teams.types';

/** @throws DomainError stale_version, overlapping_span (another spell of this person in this team), validation_failed */
export async function updateTeamMember(
  uow: UnitOfWork,
  before: TeamMember,
  patch: {
    activeFrom?: string | undefined;
    activeTo?: string | null | undefined;
    roleInTeam?: string | null | undefined;
  },
): Promise<TeamMember> {
  const sent = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
  const after = { ...before, ...sent };
  assertInOrder({ active_from: after.activeFrom, active_to: after.activeTo });
  uow.checkMatch(before.version);
  const member = await new TeamMemberRepository(uow.trx, uow.organizationId).update(before, sent);
  const facts = { entityType: 'team_member', entityId: member.id };
  uow.audit({ event: 'team_member.updated', ...facts, before, after: member });
  uow.emit({ type: 'team_member.updated', ...facts, version: member.version });
  return member;
}
