/** Teams and their members as they are answered. */
import { withRecordFields } from '../../shared/record-fields';
import type { Team, TeamMember } from './teams.types';

/** A team. */
export function presentTeam(team: Team): object {
  return withRecordFields(team, { name: team.name, lead_id: team.leadId, color: team.color });
}

/** One spell of membership. */
export function presentTeamMember(member: TeamMember): object {
  return withRecordFields(member, {
    team_id: member.teamId,
    person_id: member.personId,
    active_from: member.activeFrom,
    active_to: member.activeTo,
    role_in_team: member.roleInTeam,
  });
}
