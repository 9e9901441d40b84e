/** Scenarios of erasing people, to be recorded. */
import type { WorkflowHandle } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { Activities } from '../../activities';
import { erasureInput, erasureWorkflowId } from '../../src/domains/privacy/erasures.contract';
import { retentionSchedule } from '../../temporal-config/schedules';
import { someOrganization, type Harness } from '../workflows/workflow-harness';

interface ErasureScenario {
  name: string;
  activities: Partial<Activities>;
  run(harness: Harness): Promise<WorkflowHandle>;
}

function erased(name: string, redactAuditEvents: Activities['redactAuditEvents']): ErasureScenario {
  return {
    name: `erasure.${name}`,
    activities: {
      erasePersonRecords: () => Promise.resolve(),
      redactAuditEvents,
      finishPersonErasure: () => Promise.resolve(),
    },
    run: async (harness) => {
      const erasureId = someOrganization();
      const handle = await harness.client.workflow.start('erasure', {
        workflowId: erasureWorkflowId(erasureId),
        taskQueue: harness.taskQueue,
        args: [erasureInput(someOrganization(), erasureId)],
      });
      await Promise.allSettled([handle.result()]);
      return handle;
    },
  };
}

/** `two-organisations` was recorded before runs of reports were removed too; it stands for what was under way then. */
function retained(name: 'two-organisations' | 'with-reports'): ErasureScenario {
  return {
    name: `retention.${name}`,
    activities: {
      listOrganizations: ({ after }) =>
        Promise.resolve({ organizationIds: after === null ? [someOrganization(), someOrganization()] : [] }),
      requestDueErasures: () => Promise.resolve({ requested: 1 }),
      removeExpiredReports: () => Promise.resolve({ removed: 2 }),
    },
    run: async (harness) => {
      const handle = await harness.client.workflow.start('retention', {
        workflowId: `retention-${someOrganization()}`,
        taskQueue: harness.taskQueue,
        args: [{ ...retentionSchedule.input, organizationsPerPage: 2 }],
      });
      await Promise.allSettled([handle.result()]);
      return handle;
    },
  };
}

/** Fresh scenarios: each holds state of its own and is run once. */
export function erasureScenarios(): ErasureScenario[] {
  let batches = 0;
  return [
    erased('completed', () => {
      batches += 1;
      return Promise.resolve({ redacted: 3 - batches, done: batches === 3 });
    }),
    erased('failed', () => Promise.reject(ApplicationFailure.nonRetryable('not_found', 'not_found'))),
    retained('two-organisations'),
    retained('with-reports'),
  ];
}
