/** Takes one spell of membership back. To end a membership and keep its past, set `active_to` instead. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { assertTeamFiguresOpen } from './assert-team-figures-open.query';
import { TeamMemberRepository } from './team-members.repository';
import type { TeamMember } from './teams.types';

/** @throws DomainError stale_version, period_closed */
export async function removeTeamMember(uow: UnitOfWork, before: TeamMember): Promise<void> {
  uow.checkMatch(before.version);
  const gone = await new TeamMemberRepository(uow.trx, uow.organizationId).delete(before, uow.now);
  await assertTeamFiguresOpen(uow, { personId: before.personId, before, after: null });
  const facts = { entityType: 'team_member', entityId: gone.id };
  uow.audit({ event: 'team_member.deleted', ...facts, before, after: null });
  uow.emit({ type: 'team_member.deleted', ...facts, version: gone.version });
}
