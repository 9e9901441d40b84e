/** Teams as a resource. A deleted team keeps its members' past on record; it leads nobody any more. */
import type { CrudResource } from '../../http/crud-resource';
import { idParams } from '../../http/schemas';
import { assertInOrder } from '../../shared/assert-in-order';
import { patched } from '../../shared/patched';
import { assertReferences } from '../../platform/references';
import { assertTeamFiguresOpen } from './assert-team-figures-open.query';
import { TeamMemberRepository } from './team-members.repository';
import { presentTeam, presentTeamMember } from './teams.presenter';
import { TeamRepository } from './teams.repository';
import {
  changedTeam,
  changedTeamMember,
  memberFilter,
  newTeam,
  newTeamMember,
  teamAnswer,
  teamMemberAnswer,
  type TeamBody,
  type TeamMemberBody,
} from './teams.schema';
import type { Team, TeamMember } from './teams.types';

export const teamsResource: CrudResource<Team> = {
  path: '/teams',
  tag: 'Teams',
  noun: 'team',
  permissions: { read: 'team.read', write: 'team.write' },
  operations: ['list', 'get', 'create', 'update', 'delete'],
  isCacheable: true,
  create: newTeam,
  update: changedTeam,
  answer: teamAnswer,
  repository: (uow) => new TeamRepository(uow.trx, uow.organizationId),
  toRecord: async (uow, body, { before }) => {
    const { name, lead_id, color } = body as TeamBody;
    if (lead_id !== before?.leadId) await assertReferences(uow, 'people', [{ id: lead_id, pointer: '/lead_id' }]);
    return {
      name: name ?? before?.name ?? '',
      leadId: patched(lead_id, before?.leadId),
      color: patched(color, before?.color),
    };
  },
  present: presentTeam,
};

/** Listing and adding; a spell is changed and removed by its person (`teams.routes.ts`). */
export const teamMembersResource: CrudResource<TeamMember> = {
  path: '/teams/{id}/members',
  tag: 'Teams',
  noun: 'team_member',
  words: { one: 'membership in a team', many: 'the memberships in a team, each with its dates' },
  permissions: { read: 'team.read', write: 'team.write' },
  operations: ['list', 'create'],
  isCacheable: true,
  params: idParams,
  within: async (uow, { id = '' }) => {
    await new TeamRepository(uow.trx, uow.organizationId).get(id);
  },
  listQuery: memberFilter,
  filter: (rows, { params, query }) => {
    rows.where('team_id', params['id'] ?? '');
    const on = query['on'] as string | undefined;
    if (on !== undefined) rows.whereRaw(`? between active_from and coalesce(active_to, 'infinity')`, [on]);
  },
  create: newTeamMember,
  update: changedTeamMember,
  answer: teamMemberAnswer,
  repository: (uow) => new TeamMemberRepository(uow.trx, uow.organizationId),
  toRecord: async (uow, body, { params }) => {
    const {
      person_id,
      active_from = '',
      active_to = null,
      role_in_team = null,
    } = body as TeamMemberBody & { person_id: string };
    assertInOrder({ active_from, active_to });
    await assertReferences(uow, 'people', [{ id: person_id, pointer: '/person_id' }]);
    return {
      teamId: params['id'] ?? '',
      personId: person_id,
      activeFrom: active_from,
      activeTo: active_to,
      roleInTeam: role_in_team,
    };
  },
  alongside: (uow, { result }) =>
    assertTeamFiguresOpen(uow, { personId: result.personId, before: null, after: result }),
  present: presentTeamMember,
};
