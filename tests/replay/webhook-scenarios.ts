/** Scenarios of sending to a webhook, to be recorded. */
import type { WorkflowHandle } from '@temporalio/client';
import type { Activities } from '../../activities';
import type { WebhookLook } from '../../src/domains/webhooks/webhooks.contract';
import { webhookWorkflowId } from '../../src/domains/webhooks/webhooks.contract';
import { createGate, someOrganization, type Harness } from '../workflows/workflow-harness';

interface WebhookScenario {
  name: string;
  activities: Partial<Activities>;
  run(harness: Harness): Promise<WorkflowHandle>;
}

/** A webhook that looks like `looks`, one after the other; `then` runs during the first of them. */
function sent(
  name: string,
  looks: readonly Partial<WebhookLook>[],
  then: (handle: WorkflowHandle) => Promise<unknown> = () => Promise.resolve(),
): WebhookScenario {
  const [entered, release] = [createGate(), createGate()];
  let count = 0;
  return {
    name: `webhook.${name}`,
    activities: {
      sendWebhookDeliveries: async () => {
        const look = looks[Math.min(count, looks.length - 1)];
        count += 1;
        entered.open();
        await release.opened;
        return { state: 'active', delivered: 0, failed: 0, nextDueAt: null, ...look };
      },
    },
    run: async (harness) => {
      const webhookId = someOrganization();
      const handle = await harness.client.workflow.signalWithStart('webhook', {
        workflowId: webhookWorkflowId(webhookId),
        taskQueue: harness.taskQueue,
        args: [{ organizationId: someOrganization(), webhookId }],
        signal: 'wake',
        staticSummary: `Webhook ${webhookId}`,
      });
      await entered.opened;
      await then(handle);
      release.open();
      await Promise.allSettled([handle.result()]);
      return handle;
    },
  };
}

/** Fresh scenarios: each holds state of its own and is run once. */
export function webhookScenarios(): WebhookScenario[] {
  const soon = new Date(Date.now() + 3_000).toISOString();
  const far = new Date(Date.now() + 86_400_000).toISOString();
  return [
    sent('delivered', [{ delivered: 2 }]),
    sent('failed-and-tried-again', [{ failed: 1, nextDueAt: soon }, { delivered: 1 }]),
    sent('more-than-one-look', [{ delivered: 9, nextDueAt: '2020-01-01T00:00:00.000Z' }, { delivered: 1 }]),
    sent('woken-meanwhile', [{ delivered: 1 }, { state: 'disabled', failed: 1 }], (handle) => handle.signal('wake')),
    sent('stopped-by-operator', [{ failed: 1, nextDueAt: far }], (handle) => handle.cancel()),
  ];
}
