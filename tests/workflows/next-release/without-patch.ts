/** The same step more as somebody would write it who forgets what runs: no request that runs already could go on with it. */
import { sleep } from '@temporalio/workflow';
import type { ApprovalWorkflowInput, ApprovalWorkflowOutput } from '../../../src/domains/approvals/approvals.contract';
import { approval as approvalBefore } from '../../../workflows/approval/approval.workflow';

export * from '../../../workflows';

/** Waits a moment before it looks. */
export async function approval(input: ApprovalWorkflowInput): Promise<ApprovalWorkflowOutput> {
  await sleep(1_000);
  return approvalBefore(input);
}
