/** Changes one spell of membership. It moves no figure of a person, but the days of whoever moves count for another team. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { assertInOrder } from '../../shared/assert-in-order';
import { assertTeamFiguresOpen } from './assert-team-figures-open.query';
import { TeamMemberRepository } from './team-members.repository';
import type { TeamMember } from './teams.types';

/** @throws DomainError stale_version, overlapping_span (another spell of this person in this team), validation_failed, period_closed */
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
  await assertTeamFiguresOpen(uow, { personId: before.personId, before, after: member });
  const facts = { entityType: 'team_member', entityId: member.id };
  uow.audit({ event: 'team_member.updated', ...facts, before, after: member });
  uow.emit({ type: 'team_member.updated', ...facts, version: member.version });
  return member;
}
