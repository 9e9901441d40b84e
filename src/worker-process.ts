/**
 * What a worker process does from start to stop: relays the outbox, prepares the namespace, runs the worker. Temporal
 * being away, at the start or later, is waited out with a line in the log; it never ends the process.
 */
import type { NativeConnection, Worker } from '@temporalio/worker';
import { schedules } from '../temporal-config/schedules';
import { startOutboxRelay, type OutboxRelayDeps } from './domains/outbox/outbox-relay';
import { DomainError } from './shared/domain-error';
import { pause } from './platform/pause';
import type { Logger } from './platform/logger';
import { isTemporalUnavailable, temporalErrorCode, type TemporalGateway } from './platform/temporal-client';
import { reconcileSchedules, registerSearchAttributes } from './platform/temporal-namespace';

export interface WorkerProcessDeps {
  logger: Logger;
  namespace: string;
  temporal: TemporalGateway;
  relay: OutboxRelayDeps;
  /** Opens the worker's own connection; fails while the server is away. */
  connect(): Promise<NativeConnection>;
  createWorker(connection: NativeConnection): Promise<Worker>;
  /** What else the server must know before work begins, e.g. schedules that are rows of ours. */
  prepare?: () => Promise<unknown>;
}

export interface WorkerProcess {
  /** True while the worker polls. */
  isReady: () => boolean;
  /** Lets what runs end (up to 40 s), then resolves; nothing of this process talks to a server afterwards. */
  stop(): Promise<void>;
}

const FIRST_PAUSE_MS = 500;
const MAX_PAUSE_MS = 10_000;
/** Setting up a namespace is a handful of calls. */
const PREPARE_DEADLINE_MS = 15_000;

/** Starts everything at once and returns; it reaches its servers when they can be reached. */
export function startWorkerProcess(deps: WorkerProcessDeps): WorkerProcess {
  const stopping = new AbortController();
  const running: { worker: Worker | undefined } = { worker: undefined };
  const relay = startOutboxRelay(deps.relay);
  const done = keepWorking(deps, running, stopping.signal);
  return {
    isReady: () => running.worker?.getState() === 'RUNNING',
    stop: async () => {
      stopping.abort();
      if (running.worker?.getState() === 'RUNNING') running.worker.shutdown();
      await Promise.all([relay.stop(), done]);
    },
  };
}

async function keepWorking(
  deps: WorkerProcessDeps,
  running: { worker: Worker | undefined },
  stopping: AbortSignal,
): Promise<void> {
  for (let failures = 0; !stopping.aborted;) {
    try {
      await workOnce(deps, running, stopping);
      failures = 0;
    } catch (error) {
      failures += 1;
      const retryInMs = Math.min(MAX_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(failures - 1, 10));
      const fields = { errorCode: temporalErrorCode(error), retryInMs };
      if (isAway(error)) deps.logger.warn(fields, 'Temporal cannot be reached; the worker tries again');
      else deps.logger.error({ ...fields, err: error }, 'the worker ended with an error; it starts again');
      await pause(retryInMs, stopping);
    }
  }
}

/** Connects, prepares the namespace and works until told to stop or until the worker breaks. */
async function workOnce(
  deps: WorkerProcessDeps,
  running: { worker: Worker | undefined },
  stopping: AbortSignal,
): Promise<void> {
  const connection = await deps.connect();
  try {
    await deps.temporal.withDeadline(async (client) => {
      await registerSearchAttributes(client, deps.namespace, deps.logger);
      await reconcileSchedules(client, schedules);
    }, PREPARE_DEADLINE_MS);
    await prepare(deps);
    const worker = await deps.createWorker(connection);
    if (stopping.aborted) return;
    running.worker = worker;
    deps.logger.info({ namespace: deps.namespace }, 'the worker is polling');
    await worker.run();
  } finally {
    running.worker = undefined;
    await connection.close();
  }
}

/** Servers that are away are waited for; nothing else that goes wrong here keeps the worker from its work. */
async function prepare(deps: WorkerProcessDeps): Promise<void> {
  try {
    await deps.prepare?.();
  } catch (error) {
    if (isAway(error) || isDependencyAway(error)) throw error;
    deps.logger.error({ err: error }, 'something could not be prepared; the worker begins without it');
  }
}

/** PostgreSQL, as a unit of work tells it. */
function isDependencyAway(error: unknown): boolean {
  return error instanceof DomainError && error.code === 'dependency_unavailable';
}

/** The worker's native connection has errors of its own besides gRPC codes. */
function isAway(error: unknown): boolean {
  return isTemporalUnavailable(error) || (error instanceof Error && error.name === 'TransportError');
}
