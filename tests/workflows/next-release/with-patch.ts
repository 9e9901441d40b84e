/** The workflows as a next release might have them: requests for approval begin with a step more, behind `patched`. */
import { patched, sleep } from '@temporalio/workflow';
import type { ApprovalWorkflowInput, ApprovalWorkflowOutput } from '../../../src/domains/approvals/approvals.contract';
import { approval as approvalBefore } from '../../../workflows/approval/approval.workflow';

export * from '../../../workflows';

/** Waits a moment before it looks; requests that run already go on without. */
export async function approval(input: ApprovalWorkflowInput): Promise<ApprovalWorkflowOutput> {
  if (patched('waits-before-the-first-look')) await sleep(1_000);
  return approvalBefore(input);
}
