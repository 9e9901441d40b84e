/** Gives a workflow again to what lost its own: terminated by an operator, failed, or gone with a namespace that was lost. */
import { log } from '@temporalio/activity';
import { APPROVAL_WORKFLOW, approvalWorkflowId } from '../../src/domains/approvals/approvals.contract';
import { listUnfinishedApprovals, type Accompanied } from '../../src/domains/approvals/list-unfinished-approvals.query';
import type { NewOutboxEvent } from '../../src/domains/outbox/outbox.types';
import { OutboxRepository } from '../../src/domains/outbox/outbox.repository';
import { listWaitingWebhooks } from '../../src/domains/webhooks/list-waiting-webhooks.query';
import { WEBHOOK_WORKFLOW, webhookWorkflowId } from '../../src/domains/webhooks/webhooks.contract';
import { runInSystemScope } from '../../src/platform/unit-of-work';
import type { ActivityDeps } from '../activity-deps';

export interface WakeLostInput {
  /** What changed more recently is the relay's business, and the list of running workflows may lag behind. */
  olderThanMs: number;
  /** Of each kind; the rest waits for the next run. */
  limit: number;
}

export interface WakeLostOutput {
  lostApprovals: number;
  lostWebhooks: number;
}

/**
 * Idempotent: a wake-up starts what does not run and lets what runs look once more, which does nothing twice. All that a
 * new workflow needs is in the tables, so notices that were sent are not sent again.
 */
export function createWakeLostWorkflows(deps: ActivityDeps) {
  return async function wakeLostWorkflows(input: WakeLostInput): Promise<WakeLostOutput> {
    const { approvals, webhooks } = await runInSystemScope(deps.database, 'reconciler', async (trx) => ({
      approvals: await listUnfinishedApprovals(trx, input),
      webhooks: await listWaitingWebhooks(trx, input),
    }));
    const lostApprovals = await withoutWorkflow(deps, approvals, [APPROVAL_WORKFLOW, approvalWorkflowId]);
    const lostWebhooks = await withoutWorkflow(deps, webhooks, [WEBHOOK_WORKFLOW, webhookWorkflowId]);
    const wakes = [
      ...lostApprovals.map((lost) => wakeOf('approval.lost', 'approval', lost)),
      ...lostWebhooks.map((lost) => wakeOf('webhook.waiting', 'webhook', lost)),
    ];
    await runInSystemScope(deps.database, 'reconciler', (trx) => new OutboxRepository(trx).append(wakes));
    const found = { lostApprovals: lostApprovals.length, lostWebhooks: lostWebhooks.length };
    if (wakes.length > 0) log.warn('workflows were lost and are started again', found);
    return found;
  };
}

/** Asks Temporal only when there is something to ask about. */
async function withoutWorkflow(
  { temporal }: ActivityDeps,
  accompanied: readonly Accompanied[],
  [workflowType, workflowIdOf]: [string, (id: string) => string],
): Promise<Accompanied[]> {
  if (accompanied.length === 0) return [];
  const running = await temporal.runningIds(workflowType);
  return accompanied.filter(({ id }) => !running.has(workflowIdOf(id)));
}

function wakeOf(eventType: string, entityType: string, { organizationId, id }: Accompanied): NewOutboxEvent {
  return {
    organizationId,
    eventType,
    entityType,
    entityId: id,
    entityVersion: 1,
    actorUserId: null,
    requestId: null,
  };
}
