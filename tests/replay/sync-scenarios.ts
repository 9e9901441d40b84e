/** Recorded runs of the sync workflow. */
import type { WorkflowHandle } from '@temporalio/client';
import { syncProgressQuery } from '../../src/domains/syncs/sync.contract';
import { DomainError } from '../../src/shared/domain-error';
import { startSync, syncActivities } from '../workflows/sync-harness';
import type { Scenario } from './recorded-scenarios';

/** Fresh scenarios: each holds state of its own and is run once. */
export function syncScenarios(): Scenario[] {
  return [twoRuns(), parked(), longRun(), failedRun()];
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

async function ended(handle: WorkflowHandle): Promise<WorkflowHandle> {
  await Promise.allSettled([handle.result()]);
  return handle;
}
