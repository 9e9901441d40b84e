/** Recorded runs of the sync workflow. */
import { randomUUID } from 'node:crypto';
import type { WorkflowHandle } from '@temporalio/client';
import { DUE_SYNCS_WORKFLOW, syncProgressQuery } from '../../src/domains/syncs/sync.contract';
import { DomainError } from '../../src/shared/domain-error';
import { startSync, syncActivities } from '../workflows/sync-harness';
import type { Scenario } from './recorded-scenarios';

/** Fresh scenarios: each holds state of its own and is run once. */
export function syncScenarios(): Scenario[] {
  return [twoRuns(), parked(), longRun(), failedRun(), dueSyncs()];
}

function twoRuns(): Scenario {
  const script = syncActivities({ runs: 2, pulls: 2, batches: 2 });
  return {
    name: 'sync.two-runs',
    activities: script.activities,
    run: async (harness) => ended(await startSync(harness)),
  };
}

function parked(): Scenario {
  const script = syncActivities({ runs: 1, pulls: 1, batches: 1, refusals: 1 });
  return {
    name: 'sync.waits-for-credentials',
    activities: script.activities,
    run: async (harness) => {
      const handle = await startSync(harness);
      for (let phase = ''; phase !== 'waiting_for_credentials';) phase = (await handle.query(syncProgressQuery)).phase;
      await handle.signal('wake');
      return ended(handle);
    },
  };
}

function longRun(): Scenario {
  const script = syncActivities({ runs: 1, pulls: 6, batches: 2 });
  return {
    name: 'sync.continued-as-new',
    activities: script.activities,
    run: async (harness) => {
      const handle = await startSync(harness, { maxStepsPerRun: 4 });
      const first = harness.client.workflow.getHandle(handle.workflowId, (await handle.describe()).runId);
      await ended(handle);
      return first;
    },
  };
}

function failedRun(): Scenario {
  const script = syncActivities({ runs: 1, pulls: 1, batches: 1 });
  const matchAccounts = () => Promise.reject(new DomainError('validation_failed', 'never'));
  return {
    name: 'sync.failed-run',
    activities: { ...script.activities, matchAccounts },
    run: async (harness) => ended(await startSync(harness)),
  };
}

function dueSyncs(): Scenario {
  return {
    name: 'sync.due',
    activities: { requestDueSyncs: () => Promise.resolve({ requested: 1 }) },
    run: async (harness) => {
      const [organizationId, connectionId] = [randomUUID(), randomUUID()];
      const handle = await harness.client.workflow.start(DUE_SYNCS_WORKFLOW, {
        workflowId: `sync-due/${connectionId}`,
        taskQueue: harness.taskQueue,
        args: [{ organizationId, connectionId }],
      });
      return ended(handle);
    },
  };
}

async function ended(handle: WorkflowHandle): Promise<WorkflowHandle> {
  await Promise.allSettled([handle.result()]);
  return handle;
}
