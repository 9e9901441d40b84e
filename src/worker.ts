/** Builds the Temporal worker; starting and stopping it is `worker-process.ts`. */
import {
  OpenTelemetryActivityInboundInterceptor,
  OpenTelemetryActivityOutboundInterceptor,
} from '@temporalio/interceptors-opentelemetry';
import { Worker, NativeConnection, type WorkerInterceptors, type WorkerOptions } from '@temporalio/worker';
import { PLAN_CHARGE_QUEUE } from '../temporal-config/task-queues';
import type { PermitLimits } from './platform/fair-permits';
import { connectionOptions, type TemporalSettings } from './platform/temporal-client';
import { workflowSpanSinks, type Tracing } from './platform/tracing';

export interface WorkerDeps {
  connection: NativeConnection;
  namespace: string;
  /** `createActivities(...)`; given, since only main-worker may import activities. */
  activities: object;
  /** `activityInterceptor(logger)` */
  activityInterceptor: NonNullable<WorkerInterceptors['activity']>[number];
  bundle: NonNullable<WorkerOptions['workflowBundle']>;
  tracing: Tracing;
  /** Connections of the pool that activities share with the relay. */
  databasePoolSize: number;
  /** Another queue for a test; production has one. */
  taskQueue?: string;
}

/**
 * Opens the connection that a worker polls with.
 * @throws TransportError while the server is away
 */
export async function connectNatively(settings: TemporalSettings): Promise<NativeConnection> {
  return NativeConnection.connect(connectionOptions(settings));
}

/** Connections left to the relay, the reconciler and a health check. */
const POOL_HEADROOM = 4;
const MAX_ACTIVITY_SLOTS = 16;
/** Of the slots, those in which something is sent: receivers are strangers, and each may take 15 s for an answer. */
const SHARE_FOR_SENDING = 3 / 8;
const SENDS_OF_ONE_ORGANIZATION = 2;

/**
 * A worker that runs every workflow and activity; not yet polling.
 * Activities never outnumber the database connections they need, and get 30 seconds to end when it shuts down.
 */
export async function createWorker(deps: WorkerDeps): Promise<Worker> {
  return Worker.create({
    connection: deps.connection,
    namespace: deps.namespace,
    taskQueue: deps.taskQueue ?? PLAN_CHARGE_QUEUE,
    workflowBundle: deps.bundle,
    activities: deps.activities,
    interceptors: {
      activity: [
        (context) => ({
          inbound: new OpenTelemetryActivityInboundInterceptor(context),
          outbound: new OpenTelemetryActivityOutboundInterceptor(context),
        }),
        deps.activityInterceptor,
      ],
    },
    sinks: workflowSpanSinks(deps.tracing),
    maxConcurrentActivityTaskExecutions: activitySlots(deps.databasePoolSize),
    maxCachedWorkflows: 100,
    shutdownGraceTime: '30s',
    shutdownForceTime: '40s',
  });
}

/** @example activitySlots(20) === 16; activitySlots(2) === 1 */
export function activitySlots(databasePoolSize: number): number {
  return Math.max(1, Math.min(MAX_ACTIVITY_SLOTS, databasePoolSize - POOL_HEADROOM));
}

/**
 * How many activities send at the same time, and how many of them for one organisation: the slots that are left are for everything else,
 * and no organisation has all that may send, where there are two.
 * @example sendLimits(20) is { atOnce: 6, ofOneOwner: 2 }
 */
export function sendLimits(databasePoolSize: number): PermitLimits {
  const atOnce = Math.max(1, Math.floor(activitySlots(databasePoolSize) * SHARE_FOR_SENDING));
  return { atOnce, ofOneOwner: Math.max(1, Math.min(SENDS_OF_ONE_ORGANIZATION, atOnce - 1)) };
}
