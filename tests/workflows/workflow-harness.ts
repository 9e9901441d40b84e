/** A worker with invented activities on the real dev server: what the workflow tests and the recorder of histories share. */
import { randomUUID } from 'node:crypto';
import { Client, Connection, type WorkflowHandle } from '@temporalio/client';
import { NativeConnection, Worker, type WorkerOptions } from '@temporalio/worker';
import { activityInterceptor } from '../../activities/activity-interceptor';
import type { Activities } from '../../activities';
import type { CapacityRecomputeInput } from '../../src/domains/capacity/capacity.contract';
import { createLogger, type Logger } from '../../src/platform/logger';
import { clientInterceptors } from '../../src/platform/temporal-client';
import { noTracing, workflowSpanSinks } from '../../src/platform/tracing';
import { testServers } from '../support/server-handover';
import { tenantIdAttribute } from '../../temporal-config/search-attributes';

export interface Harness {
  client: Client;
  /** A queue of this worker alone. */
  taskQueue: string;
  close(): Promise<void>;
}

/** Recorded histories show it, so it must not be the default, which names the machine. */
const IDENTITY = 'test';

/** The dev server and the bundle of this test run. */
export function onTestServers(): { address: string; bundle: { codePath: string } } {
  const { temporalAddress, workflowBundlePath } = testServers();
  return { address: temporalAddress, bundle: { codePath: workflowBundlePath } };
}

/** An organisation that exists in no database. */
export const someOrganization = (): string => randomUUID();

/** Milliseconds where production has seconds. */
export function shortInput(
  organizationId: string,
  changes: Partial<CapacityRecomputeInput> = {},
): CapacityRecomputeInput {
  return { organizationId, windowMs: 50, idleMs: 400, maxPeoplePerBatch: 50, maxBatchesPerRun: 500, ...changes };
}

/** Starts a worker for `activities`; an activity that is not given fails when called. */
export async function startHarness(options: {
  address: string;
  bundle: NonNullable<WorkerOptions['workflowBundle']>;
  activities: Partial<Activities>;
  /** Of the activities' wrapper; silent unless a test reads what it says. */
  logger?: Logger;
  /** That of a worker that is gone, whose work this one takes up; one of its own where it is left out. */
  taskQueue?: string;
}): Promise<Harness> {
  const taskQueue = options.taskQueue ?? `test-${randomUUID()}`;
  const native = await NativeConnection.connect({ address: options.address });
  const connection = await Connection.connect({ address: options.address });
  const worker = await Worker.create({
    connection: native,
    identity: IDENTITY,
    taskQueue,
    workflowBundle: options.bundle,
    activities: options.activities,
    interceptors: { activity: [activityInterceptor(options.logger ?? createLogger('test', 'silent'))] },
    sinks: workflowSpanSinks(noTracing()),
    shutdownGraceTime: '1s',
  });
  const running = worker.run();
  const client = new Client({ connection, identity: IDENTITY, interceptors: clientInterceptors() });
  return {
    client,
    taskQueue,
    close: async () => {
      worker.shutdown();
      await running;
      await connection.close();
      await native.close();
    },
  };
}

/** `signalWithStart` as the relay does it, on the harness's queue. */
export async function startRecompute(harness: Harness, input: CapacityRecomputeInput): Promise<WorkflowHandle> {
  return harness.client.workflow.signalWithStart('capacityRecompute', {
    workflowId: `capacity/${input.organizationId}`,
    taskQueue: harness.taskQueue,
    args: [input],
    signal: 'dirty',
    signalArgs: [],
    staticSummary: `Capacity of ${input.organizationId}`,
    typedSearchAttributes: [{ key: tenantIdAttribute, value: input.organizationId }],
  });
}

/** A promise that the test settles, to hold an activity where the test wants it. */
export interface Gate {
  open(): void;
  readonly opened: Promise<void>;
}

export function createGate(): Gate {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return {
    open: () => {
      open();
    },
    opened,
  };
}
