/** Who consumes which event: the whole table of hand-offs from PostgreSQL to Temporal. */
import type { TemporalGateway } from '../../platform/temporal-client';
import { tenantIdAttribute } from '../../../temporal-config/search-attributes';
import { PLAN_CHARGE_QUEUE } from '../../../temporal-config/task-queues';
import {
  ACCOUNT_MAIL_WORKFLOW,
  accountMailWorkflowId,
  type AccountMailInput,
  type AccountMailKind,
} from '../account-mails/account-mails.contract';
import {
  CAPACITY_RECOMPUTE_WORKFLOW,
  capacityRecomputeInput,
  capacityWorkflowId,
  dirtySignal,
} from '../capacity/capacity.contract';
import {
  REDELIVERY_WORKFLOW,
  redeliveryWorkflowId,
  REPORT_RUN_WORKFLOW,
  reportRunWorkflowId,
} from '../report-schedules/report-schedules.contract';
import { ERASURE_WORKFLOW, erasureInput, erasureWorkflowId } from '../privacy/erasures.contract';
import { SYNC_WORKFLOW, syncInput, syncWorkflowId, wakeSignal } from '../syncs/sync.contract';
import {
  APPROVAL_WORKFLOW,
  approvalWorkflowId,
  approvalWorkflowInput,
  wakeSignal as approvalWakeSignal,
} from '../approvals/approvals.contract';
import {
  WEBHOOK_WORKFLOW,
  wakeSignal as webhookWakeSignal,
  webhookWorkflowId,
  type WebhookWorkflowInput,
} from '../webhooks/webhooks.contract';
import type { OutboxEvent } from './outbox.types';

/** What a consumer needs besides the event. */
export interface ConsumerContext {
  temporal: Pick<TemporalGateway, 'signalWithStart' | 'startOnce' | 'cancel'>;
  recomputeWindowMs: number;
  /** Makes the scheduler agree with a connection's row; absent where nothing is scheduled. */
  keepSyncSchedule?: (connectionId: string) => Promise<void>;
  /** The same for a report schedule. */
  keepReportSchedule?: (scheduleId: string) => Promise<void>;
}

/** `keyOf` says which events are one call; `deliver` makes it, and making it twice changes nothing more. */
export interface EventConsumer {
  keyOf(event: OutboxEvent): string;
  deliver(event: OutboxEvent, context: ConsumerContext): Promise<void>;
}

/** Wakes the organisation's recompute workflow; what is dirty is read from the table, so one wake answers many events. */
export const wakeCapacityRecompute: EventConsumer = {
  keyOf: (event) => capacityWorkflowId(event.organizationId),
  deliver: (event, { temporal, recomputeWindowMs }) =>
    temporal.signalWithStart({
      workflowType: CAPACITY_RECOMPUTE_WORKFLOW,
      workflowId: capacityWorkflowId(event.organizationId),
      taskQueue: PLAN_CHARGE_QUEUE,
      input: capacityRecomputeInput(event.organizationId, recomputeWindowMs),
      signal: dirtySignal.name,
      staticSummary: `Capacity of ${event.organizationId}`,
      searchAttributes: [{ key: tenantIdAttribute, value: event.organizationId }],
    }),
};

/** Wakes the workflow of a request, starting it for a new one; what there is to do is read from the tables. */
export const wakeApproval: EventConsumer = {
  keyOf: (event) => approvalWorkflowId(event.entityId),
  deliver: (event, { temporal }) =>
    temporal.signalWithStart({
      workflowType: APPROVAL_WORKFLOW,
      workflowId: approvalWorkflowId(event.entityId),
      taskQueue: PLAN_CHARGE_QUEUE,
      input: approvalWorkflowInput(event.organizationId, event.entityId),
      signal: approvalWakeSignal.name,
      staticSummary: `Approval ${event.entityId}`,
      searchAttributes: [{ key: tenantIdAttribute, value: event.organizationId }],
    }),
};

/** Sends one mail about the event's record; the event's version names the mail. */
function sendAccountMail(kind: AccountMailKind): EventConsumer {
  const inputOf = ({ organizationId, entityId: id, entityVersion: version }: OutboxEvent): AccountMailInput => ({
    organizationId,
    kind,
    id,
    version,
  });
  return {
    keyOf: (event) => accountMailWorkflowId(inputOf(event)),
    deliver: (event, { temporal }) =>
      temporal.startOnce({
        workflowType: ACCOUNT_MAIL_WORKFLOW,
        workflowId: accountMailWorkflowId(inputOf(event)),
        taskQueue: PLAN_CHARGE_QUEUE,
        input: inputOf(event),
        staticSummary: `Mail: ${kind}`,
        searchAttributes: [{ key: tenantIdAttribute, value: event.organizationId }],
      }),
  };
}
/** Wakes the connection's sync workflow; which runs wait is read from the table, so one wake answers many events. */
export const wakeSync: EventConsumer = {
  keyOf: (event) => syncWorkflowId(event.entityId),
  deliver: (event, { temporal }) =>
    temporal.signalWithStart({
      workflowType: SYNC_WORKFLOW,
      workflowId: syncWorkflowId(event.entityId),
      taskQueue: PLAN_CHARGE_QUEUE,
      input: syncInput(event.organizationId, event.entityId),
      signal: wakeSignal.name,
      staticSummary: `Syncs of connection ${event.entityId}`,
      searchAttributes: [{ key: tenantIdAttribute, value: event.organizationId }],
    }),
};

/** Wakes the webhook's workflow; what waits for it is read from the table. */
const wakeWebhook: EventConsumer = {
  keyOf: (event) => webhookWorkflowId(event.entityId),
  deliver: ({ organizationId, entityId }, { temporal }) =>
    temporal.signalWithStart({
      workflowType: WEBHOOK_WORKFLOW,
      workflowId: webhookWorkflowId(entityId),
      taskQueue: PLAN_CHARGE_QUEUE,
      input: { organizationId, webhookId: entityId } satisfies WebhookWorkflowInput,
      signal: webhookWakeSignal.name,
      staticSummary: `Webhook ${entityId}`,
      searchAttributes: [{ key: tenantIdAttribute, value: organizationId }],
    }),
};

/** Starts the workflow of a request to erase somebody. */
const startErasure: EventConsumer = {
  keyOf: (event) => erasureWorkflowId(event.entityId),
  deliver: ({ organizationId, entityId }, { temporal }) =>
    temporal.startOnce({
      workflowType: ERASURE_WORKFLOW,
      workflowId: erasureWorkflowId(entityId),
      taskQueue: PLAN_CHARGE_QUEUE,
      input: erasureInput(organizationId, entityId),
      staticSummary: `Erasure in ${organizationId}`,
      searchAttributes: [{ key: tenantIdAttribute, value: organizationId }],
    }),
};

/** Brings the connection's schedule in line, and wakes its workflow, which may wait for credentials. */
export const keepConnection: EventConsumer = {
  keyOf: (event) => `connection/${event.entityId}`,
  deliver: async (event, context) => {
    await context.keepSyncSchedule?.(event.entityId);
    await wakeSync.deliver(event, context);
  },
};

/** Brings the scheduler in line with the row of a report schedule. */
const keepReport: EventConsumer = {
  keyOf: (event) => `report/${event.entityId}`,
  deliver: async (event, { keepReportSchedule }) => {
    await keepReportSchedule?.(event.entityId);
  },
};

/** Starts the workflow of a run of a report. */
const startReportRun: EventConsumer = {
  keyOf: (event) => reportRunWorkflowId(event.entityId),
  deliver: ({ organizationId, entityId: runId }, { temporal }) =>
    temporal.startOnce({
      workflowType: REPORT_RUN_WORKFLOW,
      workflowId: reportRunWorkflowId(runId),
      taskQueue: PLAN_CHARGE_QUEUE,
      input: { organizationId, runId },
      staticSummary: `Report run ${runId}`,
      searchAttributes: [{ key: tenantIdAttribute, value: organizationId }],
    }),
};

/** Ends the workflow of a run that was cancelled: it waits for nothing any more. One that is not there yet finds the run ended. */
const endReportRun: EventConsumer = {
  keyOf: (event) => `end/${reportRunWorkflowId(event.entityId)}`,
  deliver: ({ entityId: runId }, { temporal }) => temporal.cancel(reportRunWorkflowId(runId)),
};

/** Starts one more round of a delivery; the event's version is the round. */
const startRedelivery: EventConsumer = {
  keyOf: (event) => redeliveryWorkflowId(event.entityId, event.entityVersion),
  deliver: ({ organizationId, entityId: deliveryId, entityVersion: round }, { temporal }) =>
    temporal.startOnce({
      workflowType: REDELIVERY_WORKFLOW,
      workflowId: redeliveryWorkflowId(deliveryId, round),
      taskQueue: PLAN_CHARGE_QUEUE,
      input: { organizationId, deliveryId },
      staticSummary: `Report delivery ${deliveryId}`,
      searchAttributes: [{ key: tenantIdAttribute, value: organizationId }],
    }),
};

const reportScheduleEvents = ['created', 'updated', 'deleted', 'paused', 'resumed', 'stopped'].map(
  (verb): [string, EventConsumer] => [`report_schedule.${verb}`, keepReport],
);

/** Event type -> consumer. A type that is not here has none yet, and is relayed by being marked so. */
export const eventConsumers: ReadonlyMap<string, EventConsumer> = new Map<string, EventConsumer>([
  ['approval.requested', wakeApproval],
  ['approval.decided', wakeApproval],
  ['approval.cancelled', wakeApproval],
  ['approval.lost', wakeApproval],
  ['capacity.dirtied', wakeCapacityRecompute],
  ['sync.requested', wakeSync],
  ['sync.cancelled', wakeSync],
  ['connection.updated', keepConnection],
  ['connection.scheduled', keepConnection],
  ['connection.deleted', keepConnection],
  ['capacity.recompute_requested', wakeCapacityRecompute],
  ['member.invited', sendAccountMail('invitation')],
  ['password_reset.requested', sendAccountMail('password_reset')],
  ['erasure.requested', startErasure],
  ['webhook.waiting', wakeWebhook],
  ['webhook.updated', wakeWebhook],
  ['webhook.deleted', wakeWebhook],
  ['webhook.redelivered', wakeWebhook],
  ['webhook.disabled', sendAccountMail('webhook_disabled')],
  ['report_run.requested', startReportRun],
  ['report_run.cancelled', endReportRun],
  ['report_delivery.requested', startRedelivery],
  ...reportScheduleEvents,
]);
