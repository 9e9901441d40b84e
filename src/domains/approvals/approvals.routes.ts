/** Requests for approval: see them, and ask for somebody else's person. */
import { crudRoutes } from '../../http/crud-routes';
import { defineRoute, type Route } from '../../http/route';
import { idParams, pageOf, pageRequestOf, presentPage } from '../../http/schemas';
import { locatedAt } from '../../shared/api-path';
import { approvalDecisionRoutes } from './approval-decisions.routes';
import { approvalPoliciesResource } from './approval-policies.resource';
import { presentApproval } from './approvals.presenter';
import { allocationRequest, allocationRequestOf, approvalAnswer, approvalQuery } from './approvals.schema';
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
    const view = await viewApproval(uow, approval);
    return { status: 202, body: presentApproval(view), version: approval.version, headers };
  },
});

/** The routes of requests and of the policies they follow. */
export const approvalRoutes: Route[] = [
  ...crudRoutes(approvalPoliciesResource),
  listRoute,
  getRoute,
  ...approvalDecisionRoutes,
  requestRoute,
];
