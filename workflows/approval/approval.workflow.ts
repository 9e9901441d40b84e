/**
 * Accompanies one request for approval through time: asks the approvers of each level, reminds, escalates, tells the outcome.
 * What is decided is decided in PostgreSQL, with or without this workflow; it only decides when to look.
 * Start: `signalWithStart` with `wake`, by the outbox relay. Id: `approval/{approvalId}`. Messages: signal `wake` (no data).
 * End states: Completed when the request has ended and everybody was told; Failed when there is no such request; Cancelled by
 * an operator, and a later wake-up starts it again; ContinuedAsNew when its history is long.
 */
import {
  allHandlersFinished,
  condition,
  continueAsNew,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { Activities } from '../../activities';
import {
  wakeSignal,
  type ApprovalWorkflowInput,
  type ApprovalWorkflowOutput,
} from '../../src/domains/approvals/approvals.contract';
import { approvalLookOptions } from '../../temporal-config/activity-options';
import { lookDetails, nextState, waitMs, type WaitState } from './approval.state';

const { lookAtApproval } = proxyActivities<Pick<Activities, 'lookAtApproval'>>(approvalLookOptions);

/** Looks, waits until something is due or it is woken, looks again; ends with the request. */
export async function approval(input: ApprovalWorkflowInput): Promise<ApprovalWorkflowOutput> {
  const cell = { isWoken: false };
  setHandler(
    wakeSignal,
    () => {
      cell.isWoken = true;
    },
    { description: 'The request has changed' },
  );
  const { organizationId, approvalId, longestWaitMs } = input;
  let state: WaitState = { failedLooks: 0 };
  let isEarly = false;
  for (;;) {
    cell.isWoken = false;
    const at = new Date().toISOString();
    const look = await lookAtApproval.executeWithOptions({ summary: 'What is due about the request' }, [
      { organizationId, approvalId, at },
    ]);
    setCurrentDetails(lookDetails(look));
    if (look.state !== 'pending' && look.unsent === 0) return { state: look.state, level: look.level };
    state = nextState(state, look, isEarly);
    if (workflowInfo().continueAsNewSuggested) {
      await condition(allHandlersFinished);
      await continueAsNew<typeof approval>(input);
    }
    const wait = waitMs(state, look, { at: Date.now(), longestWaitMs });
    isEarly = await condition(() => cell.isWoken, wait, { summary: 'Until something is due or the request changes' });
  }
}
