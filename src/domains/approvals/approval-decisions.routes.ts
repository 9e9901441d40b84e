/** Decisions about requests: what one would change, approve, decline, and take back. */
import { defineRoute, type Answer, type Route } from '../../http/route';
import { idParams } from '../../http/schemas';
import type { UnitOfWork } from '../../platform/unit-of-work';
import { approveBody, cancelBody, declineBody } from './approvals.schema';
import { cancelApproval } from './cancel-approval.command';
import { decideApproval, type Decided } from './decide-approval.command';
import { presentDecided, presentTried } from './decided-approval.presenter';
import { decidedApproval, decisionQuery, triedDecision } from './decided-approval.schema';
import { previewApproval } from './preview-approval.command';
import { viewApproval } from './view-approvals.query';

const impactRoute = defineRoute({
  method: 'GET',
  path: '/approvals/{id}/impact',
  tag: 'Approvals',
  summary: 'What approving would change now, whichever level is open; for who may decide it, and admins',
  permission: 'approval.read',
  request: { params: idParams },
  response: { 200: triedDecision },
  audit: 'none:read',
  handle: async (uow, { params }) => ({ status: 200, body: presentTried(await previewApproval(uow, params.id)) }),
});

const facts = {
  method: 'POST',
  tag: 'Approvals',
  permission: 'approval.write',
  response: { 200: decidedApproval },
} as const;
const given = { params: idParams, query: decisionQuery };

const approveRoute = defineRoute({
  ...facts,
  path: '/approvals/{id}:approve',
  summary: 'Approve at the open level, for yourself and those you stand in for',
  request: { ...given, body: approveBody.optional() },
  audit: 'written:approval.approved',
  handle: async (uow, { params, body }) => {
    const decision = { id: params.id, verdict: 'approved', comment: body?.comment ?? null } as const;
    return answerOf(uow, await decideApproval(uow, decision));
  },
});

const declineRoute = defineRoute({
  ...facts,
  path: '/approvals/{id}:decline',
  summary: 'Decline at the open level, saying why',
  request: { ...given, body: declineBody },
  audit: 'written:approval.declined',
  handle: async (uow, { params, body }) =>
    answerOf(uow, await decideApproval(uow, { id: params.id, verdict: 'declined', comment: body.comment })),
});

const cancelRoute = defineRoute({
  ...facts,
  path: '/approvals/{id}:cancel',
  summary: 'Take your own request back while it is pending',
  request: { ...given, body: cancelBody.optional() },
  audit: 'written:approval.cancelled',
  handle: async (uow, { params }) => answerOf(uow, { approval: await cancelApproval(uow, params.id), impact: null }),
});

/** The routes of decisions. */
export const approvalDecisionRoutes: Route[] = [impactRoute, approveRoute, declineRoute, cancelRoute];

async function answerOf(uow: UnitOfWork, { approval, impact }: Decided): Promise<Answer> {
  const view = await viewApproval(uow, approval);
  return { status: 200, body: presentDecided(view, impact), version: approval.version };
}
