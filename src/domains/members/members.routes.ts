/** Members of the organisation: who belongs to it, inviting, changing, removing. */
import { z } from 'zod';
import type { UnitOfWork } from '../../platform/unit-of-work';
import { defineRoute, type Answer, type Route } from '../../http/route';
import { idParams, pageOf, pageQuery, pageRequestOf, presentPage } from '../../http/schemas';
import { locatedAt } from '../../shared/api-path';
import { findAccounts } from './find-accounts.query';
import { getMember } from './get-member.query';
import { inviteMember, resendInvitation, type InvitationDeps, type Invited } from './invite-member.command';
import { listMembers } from './list-members.query';
import { presentMember } from './members.presenter';
import { changedMember, invitedAnswer, memberAnswer, memberFilters, newMember } from './members.schema';
import type { Member } from './members.types';
import { removeMember } from './remove-member.command';
import { updateMember } from './update-member.command';

const tag = 'Members';
const one = { path: '/members/{id}', tag } as const;

/** The routes of members; their dependencies come from the composition root. */
export function memberRoutes(deps: InvitationDeps): Route[] {
  return [listRoute, inviteRoute(deps), getRoute, updateRoute, resendRoute(deps), removeRoute];
}

const listRoute = defineRoute({
  method: 'GET',
  path: '/members',
  tag,
  summary: 'Who belongs to the organisation, and who is invited',
  permission: 'member.read',
  request: { query: z.strictObject({ ...pageQuery, ...memberFilters }) },
  response: { 200: pageOf(memberAnswer) },
  audit: 'none:read',
  handle: async (uow, { query }) => {
    const page = await listMembers(uow, pageRequestOf(query), query);
    return { status: 200, body: presentPage(page, await presenterOf(uow, page.items)) };
  },
});

const getRoute = defineRoute({
  ...one,
  method: 'GET',
  summary: 'Get one member',
  permission: 'member.read',
  request: { params: idParams },
  response: { 200: memberAnswer },
  audit: 'none:read',
  handle: async (uow, { params }) => answerOf(uow, await getMember(uow, params.id)),
});

function inviteRoute(deps: InvitationDeps): Route {
  return defineRoute({
    method: 'POST',
    path: '/members',
    tag,
    summary: 'Invite somebody; the link also goes by mail',
    permission: 'member.write',
    request: { body: newMember },
    response: { 201: invitedAnswer },
    audit: 'written:member.invited',
    shownOnce: ['invitation_url'],
    handle: async (uow, { body }) => {
      const { email, role, person_id: personId = null } = body;
      const invited = await inviteMember(uow, deps, { email, role, personId });
      const headers = locatedAt(`/members/${invited.member.id}`);
      return { ...(await invitedAnswerOf(uow, invited)), status: 201, headers };
    },
  });
}

const updateRoute = defineRoute({
  ...one,
  method: 'PATCH',
  summary: 'Give a member another role or person, deactivate them or let them in again',
  permission: 'member.write',
  request: { params: idParams, body: changedMember },
  response: { 200: memberAnswer },
  audit: 'written:member.updated',
  handle: async (uow, { params, body }) => {
    const { role, person_id: personId, state } = body;
    return answerOf(uow, await updateMember(uow, params.id, { role, personId, state }));
  },
});

function resendRoute(deps: InvitationDeps): Route {
  return defineRoute({
    method: 'POST',
    path: '/members/{id}:resend',
    tag,
    summary: 'A new link for somebody who has not joined yet, by mail too; the one before it ends',
    permission: 'member.write',
    request: { params: idParams },
    response: { 200: invitedAnswer },
    audit: 'written:member.invited',
    shownOnce: ['invitation_url'],
    handle: async (uow, { params }) => invitedAnswerOf(uow, await resendInvitation(uow, deps, params.id)),
  });
}

const removeRoute = defineRoute({
  ...one,
  method: 'DELETE',
  summary: 'Remove a member, or take an invitation back; their sessions and tokens here end at once',
  permission: 'member.write',
  request: { params: idParams },
  response: { 204: null },
  audit: 'written:member.removed',
  handle: async (uow, { params }) => {
    await removeMember(uow, params.id);
    return { status: 204 };
  },
});

async function presenterOf(uow: UnitOfWork, members: readonly Member[]): Promise<(member: Member) => object> {
  const accounts = await findAccounts(uow, members);
  return (member) => presentMember(member, accounts.get(member.userId));
}

async function answerOf(uow: UnitOfWork, member: Member): Promise<Answer> {
  const present = await presenterOf(uow, [member]);
  return { status: 200, body: present(member), version: member.version };
}

async function invitedAnswerOf(uow: UnitOfWork, { member, url }: Invited): Promise<Answer> {
  const answer = await answerOf(uow, member);
  return { ...answer, body: { ...(answer.body as object), invitation_url: url } };
}
