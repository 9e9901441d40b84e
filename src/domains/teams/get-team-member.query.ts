/** A spell of membership by the path that names it. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { TeamMemberRepository } from './team-members.repository';
import { TeamRepository } from './teams.repository';
import type { TeamMember } from './teams.types';

/** The latest spell of the person in the team, or the one that starts on `activeFrom`. @throws DomainError not_found */
export async function getTeamMember(
  uow: UnitOfWork,
  spell: { teamId: string; personId: string; activeFrom: string | undefined },
): Promise<TeamMember> {
  await new TeamRepository(uow.trx, uow.organizationId).get(spell.teamId);
  return new TeamMemberRepository(uow.trx, uow.organizationId).getSpell(spell);
}
