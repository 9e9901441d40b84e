/** Scenarios of scheduled reports, to be recorded. */
import { EventEmitter, once } from 'node:events';
import type { WorkflowHandle } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { Activities } from '../../activities';
import {
  DUE_REPORT_WORKFLOW,
  KEEP_SCHEDULES_WORKFLOW,
  REDELIVERY_WORKFLOW,
  redeliveryWorkflowId,
  REPORT_RUN_WORKFLOW,
  reportRunWorkflowId,
} from '../../src/domains/report-schedules/report-schedules.contract';
import { tenantIdAttribute } from '../../temporal-config/search-attributes';
import { someOrganization, type Harness } from '../workflows/workflow-harness';

interface ReportScenario {
  name: string;
  activities: Partial<Activities>;
  run(harness: Harness): Promise<WorkflowHandle>;
}

const refused = (): Promise<never> => Promise.reject(ApplicationFailure.nonRetryable('forbidden', 'forbidden'));
const nothing = (): Promise<void> => Promise.resolve();

async function start(
  harness: Harness,
  { type, workflowId, input }: { type: string; workflowId: string; input: object },
): Promise<WorkflowHandle> {
  const organizationId = someOrganization();
  const handle = await harness.client.workflow.start(type, {
    workflowId,
    taskQueue: harness.taskQueue,
    args: [{ organizationId, ...input }],
    typedSearchAttributes: [{ key: tenantIdAttribute, value: organizationId }],
  });
  await Promise.allSettled([handle.result()]);
  return handle;
}

function run(name: string, activities: Partial<Activities>): ReportScenario {
  const runId = someOrganization();
  return {
    name: `report-run.${name}`,
    activities: { finishReport: () => Promise.resolve({ state: name }), giveUpReportDelivery: nothing, ...activities },
    run: (harness) =>
      start(harness, { type: REPORT_RUN_WORKFLOW, workflowId: reportRunWorkflowId(runId), input: { runId } }),
  };
}

/** Cancelled while its one delivery waits for another attempt. */
function cancelledRun(): ReportScenario {
  const runId = someOrganization();
  const sending = new EventEmitter();
  const sent = once(sending, 'sent');
  return {
    name: 'report-run.cancelled',
    activities: {
      finishReport: () => Promise.resolve({ state: 'cancelled' }),
      freezeReport: () => Promise.resolve({ outcome: 'frozen', formats: ['csv'], deliveryIds: [someOrganization()] }),
      renderReport: nothing,
      deliverReport: () => {
        sending.emit('sent');
        return Promise.reject(ApplicationFailure.create({ type: 'dependency_unavailable', nextRetryDelay: '1h' }));
      },
    },
    run: async (harness) => {
      const workflowId = reportRunWorkflowId(runId);
      const ended = start(harness, { type: REPORT_RUN_WORKFLOW, workflowId, input: { runId } });
      await sent;
      await harness.client.workflow.getHandle(workflowId).cancel();
      return ended;
    },
  };
}

function redelivery(name: string, deliverReport: Activities['deliverReport']): ReportScenario {
  const deliveryId = someOrganization();
  const workflowId = redeliveryWorkflowId(deliveryId, 2);
  return {
    name: `report-delivery.${name}`,
    activities: {
      deliverReport,
      giveUpReportDelivery: nothing,
      settleReport: () => Promise.resolve({ state: 'completed' }),
    },
    run: (harness) => start(harness, { type: REDELIVERY_WORKFLOW, workflowId, input: { deliveryId } }),
  };
}

/** Fresh scenarios: each holds state of its own and is run once. */
export function reportScenarios(): ReportScenario[] {
  const scheduleId = someOrganization();
  const deliveryIds = [someOrganization(), someOrganization()];
  return [
    run('completed', {
      freezeReport: () => Promise.resolve({ outcome: 'frozen', formats: ['csv', 'pdf'], deliveryIds }),
      renderReport: ({ format }) => (format === 'pdf' ? refused() : nothing()),
      deliverReport: ({ deliveryId }) =>
        deliveryId === deliveryIds[0] ? Promise.resolve({ outcome: 'delivered' }) : refused(),
    }),
    run('ended-before', { freezeReport: () => Promise.resolve({ outcome: 'ended' }) }),
    run('failed', { freezeReport: refused }),
    cancelledRun(),
    redelivery('delivered', () => Promise.resolve({ outcome: 'delivered' })),
    redelivery('given-up', refused),
    {
      name: 'report-due.requested',
      activities: { requestDueReportRun: () => Promise.resolve({ requested: true }) },
      run: (harness) =>
        start(harness, { type: DUE_REPORT_WORKFLOW, workflowId: `report-due/${scheduleId}`, input: { scheduleId } }),
    },
    {
      name: 'report-schedules.kept',
      activities: { keepReportSchedulesAsStored: () => Promise.resolve({ kept: 2, removed: 1 }) },
      run: (harness) =>
        start(harness, { type: KEEP_SCHEDULES_WORKFLOW, workflowId: `report-schedules-${scheduleId}`, input: {} }),
    },
  ];
}
