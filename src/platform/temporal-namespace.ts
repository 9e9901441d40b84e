/** Brings a Temporal namespace to what the program expects: search attributes registered, schedules as in the list. */
import {
  isGrpcServiceError,
  ScheduleAlreadyRunning,
  ScheduleOverlapPolicy,
  type Client,
  type ScheduleOptions,
  type ScheduleSpec,
} from '@temporalio/client';
import { requiredSearchAttributes } from '../../temporal-config/search-attributes';
import type { ScheduleDefinition } from '../../temporal-config/schedules';
import type { Logger } from './logger';

/** Numbers of `IndexedValueType` of Temporal's API. */
const TYPE_NUMBERS = { Keyword: 2, Int: 3 } as const;
/** gRPC status codes: ALREADY_EXISTS; PERMISSION_DENIED, UNIMPLEMENTED, UNAUTHENTICATED. */
const ALREADY_EXISTS: number = 6;
const REFUSED: readonly number[] = [7, 12, 16];

/** Registers what is missing. Temporal Cloud refuses this to workers; there it is the operator's task, which is logged. */
export async function registerSearchAttributes(client: Client, namespace: string, logger: Logger): Promise<void> {
  for (const [name, type] of Object.entries(requiredSearchAttributes)) {
    try {
      const searchAttributes = Object.fromEntries([[name, TYPE_NUMBERS[type]]]);
      await client.connection.operatorService.addSearchAttributes({ namespace, searchAttributes });
    } catch (error) {
      if (!isGrpcServiceError(error)) throw error;
      const code: number = error.code;
      if (REFUSED.includes(code)) logger.info({ name }, 'search attributes must be registered by an operator here');
      else if (code !== ALREADY_EXISTS) throw error;
    }
  }
}

/** Creates missing schedules and updates the others; an operator's pause is kept. Doing it twice changes nothing. */
export async function reconcileSchedules(client: Client, definitions: readonly ScheduleDefinition[]): Promise<void> {
  for (const definition of definitions) {
    const options = scheduleOptions(definition);
    try {
      await client.schedule.create(options);
    } catch (error) {
      if (!(error instanceof ScheduleAlreadyRunning)) throw error;
      const { spec, policies, action } = options;
      await client.schedule
        .getHandle(definition.scheduleId)
        .update((previous) => ({ spec, policies, action, state: previous.state }));
    }
  }
}

/** A definition in the client's words. */
export function scheduleOptions(definition: ScheduleDefinition) {
  const { scheduleId, overlap, catchupWindowMs } = definition;
  return {
    scheduleId,
    spec: specOf(definition),
    policies: { overlap: ScheduleOverlapPolicy[overlap], catchupWindow: catchupWindowMs },
    action: {
      type: 'startWorkflow',
      workflowType: definition.workflowType,
      workflowId: scheduleId,
      taskQueue: definition.taskQueue,
      args: [definition.input],
      staticSummary: definition.summary,
    },
  } satisfies ScheduleOptions;
}

function specOf({ when, jitterMs, summary }: ScheduleDefinition): ScheduleSpec {
  if ('everyMs' in when) return { intervals: [{ every: when.everyMs }], jitter: jitterMs };
  const { hour, minute, timezone } = when;
  return { calendars: [{ hour, minute, comment: summary }], timezone, jitter: jitterMs };
}
