/** Teams and their members. */
import { crudRoutes } from '../../http/crud-routes';
import { restoreRoute } from '../../http/restore-route';
import { defineRoute, type Route } from '../../http/route';
import { getTeamMember } from './get-team-member.query';
import { removeTeamMember } from './remove-team-member.command';
import { presentTeamMember } from './teams.presenter';
import { teamMembersResource, teamsResource } from './teams.resource';
import { changedTeamMember, memberParams, spellQuery, teamMemberAnswer } from './teams.schema';
import { updateTeamMember } from './update-team-member.command';

const updateMemberRoute = defineRoute({
  method: 'PATCH',
  path: '/teams/{id}/members/{person_id}',
  tag: 'Teams',
  summary: 'Change the latest spell of a member, or the one that starts on active_from',
  permission: 'team.write',
  request: { params: memberParams, query: spellQuery, body: changedTeamMember },
  response: { 200: teamMemberAnswer },
  audit: 'written:team_member.updated',
  handle: async (uow, { params, query, body }) => {
    const before = await getTeamMember(uow, spellOf(params, query));
    const { active_from, active_to, role_in_team } = body;
    const patch = { activeFrom: active_from, activeTo: active_to, roleInTeam: role_in_team };
    const member = await updateTeamMember(uow, before, patch);
    return { status: 200, body: presentTeamMember(member), version: member.version };
  },
});

const removeMemberRoute = defineRoute({
  method: 'DELETE',
  path: '/teams/{id}/members/{person_id}',
  tag: 'Teams',
  summary: 'Take back the latest spell of a member, or the one that starts on active_from',
  permission: 'team.write',
  request: { params: memberParams, query: spellQuery },
  response: { 204: null },
  audit: 'written:team_member.deleted',
  handle: async (uow, { params, query }) => {
    await removeTeamMember(uow, await getTeamMember(uow, spellOf(params, query)));
    return { status: 204 };
  },
});

/** The routes of this domain. */
export const teamRoutes: Route[] = [
  ...crudRoutes(teamsResource),
  restoreRoute(teamsResource),
  ...crudRoutes(teamMembersResource),
  updateMemberRoute,
  removeMemberRoute,
];

function spellOf(
  params: { id: string; person_id: string },
  query: { active_from?: string | undefined },
): { teamId: string; personId: string; activeFrom: string | undefined } {
  return { teamId: params.id, personId: params.person_id, activeFrom: query.active_from };
}
