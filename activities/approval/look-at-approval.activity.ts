/** One look at a request for approval. */
import type { ApprovalLook } from '../../src/domains/approvals/approvals.contract';
import { lookAtApproval as look } from '../../src/domains/approvals/look-at-approval.command';
import type { ActivityDeps } from '../activity-deps';

export interface LookAtApprovalInput {
  organizationId: string;
  approvalId: string;
  /** The workflow's time, RFC 3339: what is due by then is done. */
  at: string;
}

/** Idempotent: what was noted is not noted again, what was sent is not sent again but for a crash in between, under the same message id. */
export function createLookAtApproval(deps: ActivityDeps) {
  return async function lookAtApproval({ organizationId, approvalId, at }: LookAtApprovalInput): Promise<ApprovalLook> {
    return look(deps, { organizationId, approvalId, at: new Date(at) });
  };
}
