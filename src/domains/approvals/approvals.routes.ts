/** Requests for approval: see them, decide them, take them back, and ask for somebody else's person. */
import { crudRoutes } from '../../http/crud-routes';
import { defineRoute, type Answer, type Route } from '../../http/route';
import { idParams, pageOf, pageRequestOf, presentPage } from '../../http/schemas';
import type { UnitOfWork } from '../../platform/unit-of-work';
import { locatedAt } from '../../shared/api-path';
import { approvalPoliciesResource } from './approval-policies.resource';
import { presentApproval } from './approvals.presenter';
import {
  allocationRequest,
  allocationRequestOf,
  approvalAnswer,
  approvalQuery,
  approveBody,
  cancelBody,
  declineBody,
} from './approvals.schema';
import type { Approval } from './approvals.types';
import { cancelApproval } from './cancel-approval.command';
import { decideApproval } from './decide-approval.command';
import { requestAllocation } from './request-allocation.command';
import { getApproval, listApprovals, viewApproval } from './view-approvals.query';

const facts = { tag: 'Approvals' } as const;

const listRoute = defineRoute({
  ...facts,
  method: 'GET',
  path: '/approvals',
  summary: 'Requests for approval; with mine=true those that wait for me, or had my vote',
  permission: 'approval.read',
  request: { query: approvalQuery },
  response: { 200: pageOf(approvalAnswer) },
  audit: 'none:read',
  handle: async (uow, { query }) => {
    const search = { state: query.state, kind: query.kind, mine: query.mine === true };
    return { status: 200, body: presentPage(await listApprovals(uow, pageRequestOf(query), search), presentApproval) };
  },
});

const getRoute = defineRoute({
  ...facts,
  method: 'GET',
  path: '/approvals/{id}',
  summary: 'Get one request for approval, with who may decide it and who did',
  permission: 'approval.read',
  request: { params: idParams },
  response: { 200: approvalAnswer },
  audit: 'none:read',
  handle: async (uow, { params }) => {
    const view = await getApproval(uow, params.id);
    return { status: 200, body: presentApproval(view), version: view.approval.version };
  },
});

const verbFacts = {
  ...facts,
  method: 'POST',
  permission: 'approval.write',
  response: { 200: approvalAnswer },
} as const;

const approveRoute = defineRoute({
  ...verbFacts,
  path: '/approvals/{id}:approve',
  summary: 'Approve at the open level, for yourself and those you stand in for',
  request: { params: idParams, body: approveBody.optional() },
  audit: 'written:approval.approved',
  handle: async (uow, { params, body }) => {
    const decision = { id: params.id, verdict: 'approved', comment: body?.comment ?? null } as const;
    return answerOf(uow, await decideApproval(uow, decision));
  },
});

const declineRoute = defineRoute({
  ...verbFacts,
  path: '/approvals/{id}:decline',
  summary: 'Decline at the open level, saying why',
  request: { params: idParams, body: declineBody },
  audit: 'written:approval.declined',
  handle: async (uow, { params, body }) =>
    answerOf(uow, await decideApproval(uow, { id: params.id, verdict: 'declined', comment: body.comment })),
});

const cancelRoute = defineRoute({
  ...verbFacts,
  path: '/approvals/{id}:cancel',
  summary: 'Take your own request back while it is pending',
  request: { params: idParams, body: cancelBody.optional() },
  audit: 'written:approval.cancelled',
  handle: async (uow, { params }) => answerOf(uow, await cancelApproval(uow, params.id)),
});

const requestRoute = defineRoute({
  ...facts,
  method: 'POST',
  path: '/allocation-requests',
  summary: 'Ask for a person; once approved, the allocation exists under the id of the subject',
  permission: 'allocation_request.write',
  request: { body: allocationRequest },
  response: { 202: approvalAnswer },
  audit: 'written:approval.requested',
  handle: async (uow, { body }) => {
    const approval = await requestAllocation(uow, allocationRequestOf(body));
    const headers = locatedAt(`/approvals/${approval.id}`);
    return { ...(await answerOf(uow, approval)), status: 202, headers };
  },
});

/** The routes of requests and of the policies they follow. */
export const approvalRoutes: Route[] = [
  ...crudRoutes(approvalPoliciesResource),
  listRoute,
  getRoute,
  approveRoute,
  declineRoute,
  cancelRoute,
  requestRoute,
];

async function answerOf(uow: UnitOfWork, approval: Approval): Promise<Answer> {
  const view = await viewApproval(uow, approval);
  return { status: 200, body: presentApproval(view), version: approval.version };
}
