/** Who consumes which event: the whole table of hand-offs from PostgreSQL to Temporal. */
import type { TemporalGateway } from '../../platform/temporal-client';
import { tenantIdAttribute } from '../../../temporal-config/search-attributes';
import { PLAN_CHARGE_QUEUE } from '../../../temporal-config/task-queues';
import {
  CAPACITY_RECOMPUTE_WORKFLOW,
  capacityRecomputeInput,
  capacityWorkflowId,
  dirtySignal,
} from '../capacity/capacity.contract';
import type { OutboxEvent } from './outbox.types';

/** What a consumer needs besides the event. */
export interface ConsumerContext {
  temporal: Pick<TemporalGateway, 'signalWithStart'>;
  recomputeWindowMs: number;
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

/** Event type -> consumer. A type that is not here has none yet, and is relayed by being marked so. */
export const eventConsumers: ReadonlyMap<string, EventConsumer> = new Map([
  ['capacity.dirtied', wakeCapacityRecompute],
  ['capacity.recompute_requested', wakeCapacityRecompute],
]);
