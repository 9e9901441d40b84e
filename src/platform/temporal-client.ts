/**
 * The process's one connection to Temporal: opened by the first call, every call with a deadline, so that a server that
 * is away costs a request three seconds at most and never a hanging promise.
 */
import { readFileSync } from 'node:fs';
import {
  Client,
  Connection,
  isGrpcServiceError,
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
  type ClientInterceptors,
} from '@temporalio/client';
import { defaultPayloadConverter, type Headers, type SearchAttributePair } from '@temporalio/common';
import { OpenTelemetryWorkflowClientInterceptor } from '@temporalio/interceptors-opentelemetry';
import { CONTEXT_HEADER } from '../../temporal-config/context-header';
import { currentCallContext } from './call-context';

/** Where the server is and how to prove who we are; paths are of PEM files. */
export interface TemporalSettings {
  address: string;
  namespace: string;
  apiKey: string | undefined;
  tls: boolean;
  tlsCertPath: string | undefined;
  tlsKeyPath: string | undefined;
}

/** Wakes a workflow by id, starting it when it is not running. */
export interface SignalWithStart {
  workflowType: string;
  workflowId: string;
  taskQueue: string;
  input: object;
  signal: string;
  /** One line for the Temporal Web UI. */
  staticSummary: string;
  searchAttributes: SearchAttributePair[];
}

/** Starts a workflow by id, unless one of that id was started before. */
export type StartOnce = Omit<SignalWithStart, 'signal'>;

/** Temporal as the rest of the program sees it. Every method throws within the deadline when the server is away. */
export interface TemporalGateway {
  readonly client: Client;
  /** Runs calls of `client` under one deadline. */
  withDeadline<T>(call: (client: Client) => Promise<T>, timeoutMs?: number): Promise<T>;
  signalWithStart(request: SignalWithStart): Promise<void>;
  /** One run of an id, be it over; the server remembers ids of ended runs as long as its retention. */
  startOnce(request: StartOnce): Promise<void>;
  /** Asks the open run of this id to end; when there is none, that is as well. */
  cancel(workflowId: string): Promise<void>;
  /** True while a run of this id is open. Asks by id, which is exact; lists lag behind. */
  isRunning(workflowId: string): Promise<boolean>;
  /** Ids of the open runs of a type: by a list, which lags some seconds behind. */
  runningIds(workflowType: string): Promise<ReadonlySet<string>>;
  /** Resolves when the server answers for our namespace. */
  check(): Promise<void>;
  close(): Promise<void>;
}

/** Longest time one call may take unless the caller says otherwise. */
export const TEMPORAL_DEADLINE_MS = 3_000;

/** A list comes in pages of a thousand. */
const LIST_DEADLINE_MS = 60_000;

/**
 * The settings of the configuration, with an address.
 * @throws Error when TEMPORAL_ADDRESS is not set
 */
export function temporalSettings(
  configured: Omit<TemporalSettings, 'address'> & { address: string | undefined },
): TemporalSettings {
  const { address } = configured;
  if (address === undefined) throw new Error('TEMPORAL_ADDRESS is not set; `npm start` sets it for you.');
  return { ...configured, address };
}

/** Where and how to connect, as `Connection` and `NativeConnection` both take it. */
export interface TemporalConnectionOptions {
  address: string;
  apiKey?: string;
  tls: boolean | { clientCertPair: { crt: Buffer; key: Buffer } };
}

/** Options from settings; an API key switches TLS on, a certificate pair is mutual TLS. */
export function connectionOptions(settings: TemporalSettings): TemporalConnectionOptions {
  const { address, apiKey, tlsCertPath, tlsKeyPath } = settings;
  if (tlsCertPath !== undefined && tlsKeyPath !== undefined) {
    return { address, tls: { clientCertPair: { crt: readFileSync(tlsCertPath), key: readFileSync(tlsKeyPath) } } };
  }
  if (apiKey !== undefined) return { address, tls: true, apiKey };
  return { address, tls: settings.tls };
}

/** The interceptors of every client: spans, and the call context on whatever is started or signalled. */
export function clientInterceptors(): ClientInterceptors {
  return {
    workflow: [
      new OpenTelemetryWorkflowClientInterceptor(),
      {
        startWithDetails: (input, next) => next({ ...input, headers: withContext(input.headers) }),
        signal: (input, next) => next({ ...input, headers: withContext(input.headers) }),
        signalWithStart: (input, next) => next({ ...input, headers: withContext(input.headers) }),
        startUpdate: (input, next) => next({ ...input, headers: withContext(input.headers) }),
        startUpdateWithStart: (input, next) =>
          next({
            ...input,
            workflowStartHeaders: withContext(input.workflowStartHeaders),
            updateHeaders: withContext(input.updateHeaders),
          }),
      },
    ],
    schedule: [{ create: (input, next) => next({ ...input, headers: withContext(input.headers) }) }],
  };
}

/** Prepares the connection without opening it: never throws because the server is away. */
export function createTemporalGateway(settings: TemporalSettings): TemporalGateway {
  const connection = Connection.lazy({ ...connectionOptions(settings), connectTimeout: TEMPORAL_DEADLINE_MS });
  const { namespace } = settings;
  const client = new Client({ connection, namespace, interceptors: clientInterceptors() });
  const withDeadline = <T>(call: (client: Client) => Promise<T>, timeoutMs = TEMPORAL_DEADLINE_MS): Promise<T> =>
    client.withDeadline(Date.now() + timeoutMs, () => call(client));
  return {
    client,
    withDeadline,
    signalWithStart: async (request) => {
      await withDeadline(() => signalWithStart(client, request));
    },
    startOnce: async (request) => {
      await withDeadline(() => startOnce(client, request));
    },
    cancel: async (workflowId) => {
      await withDeadline(() => cancel(client, workflowId));
    },
    isRunning: (workflowId) => withDeadline(() => isRunning(client, workflowId)),
    runningIds: (workflowType) => withDeadline(() => runningIds(client, workflowType), LIST_DEADLINE_MS),
    check: async () => {
      await withDeadline(() => client.workflowService.describeNamespace({ namespace }));
    },
    close: () => connection.close(),
  };
}

/**
 * A stable code for a failed call, fit for a column and a log line: never a text, which may hold data.
 * @example temporalErrorCode(deadlineError) === 'temporal_grpc_4'
 */
export function temporalErrorCode(error: unknown): string {
  if (isGrpcServiceError(error)) return `temporal_grpc_${String(error.code)}`;
  if (!(error instanceof Error)) return 'unexpected';
  if (error.cause !== undefined && error.cause !== error) return temporalErrorCode(error.cause);
  return `unexpected_${error.name}`;
}

/** True when the server could not be reached or did not answer in time: the next call would fail the same way. */
export function isTemporalUnavailable(error: unknown): boolean {
  const unavailable = ['temporal_grpc_1', 'temporal_grpc_4', 'temporal_grpc_14'];
  return unavailable.includes(temporalErrorCode(error));
}

/**
 * True when the server understood the request and finds it wrong (INVALID_ARGUMENT): it would be refused each time. The SDK's calls
 * about schedules turn that into a TypeError, so ask about nothing else that was done in the same breath.
 */
export function isRefusedByTemporal(error: unknown): boolean {
  return temporalErrorCode(error) === 'temporal_grpc_3' || (error instanceof Error && error.name === 'TypeError');
}

async function signalWithStart(client: Client, request: SignalWithStart): Promise<void> {
  await client.workflow.signalWithStart(request.workflowType, {
    workflowId: request.workflowId,
    taskQueue: request.taskQueue,
    args: [request.input],
    signal: request.signal,
    signalArgs: [],
    staticSummary: request.staticSummary,
    typedSearchAttributes: request.searchAttributes,
  });
}

async function startOnce(client: Client, request: StartOnce): Promise<void> {
  try {
    await client.workflow.start(request.workflowType, {
      workflowId: request.workflowId,
      taskQueue: request.taskQueue,
      args: [request.input],
      staticSummary: request.staticSummary,
      typedSearchAttributes: request.searchAttributes,
      workflowIdConflictPolicy: 'USE_EXISTING',
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}

async function cancel(client: Client, workflowId: string): Promise<void> {
  try {
    await client.workflow.getHandle(workflowId).cancel();
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  }
}

async function isRunning(client: Client, workflowId: string): Promise<boolean> {
  try {
    const { status } = await client.workflow.getHandle(workflowId).describe();
    return status.name === 'RUNNING';
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}

async function runningIds(client: Client, workflowType: string): Promise<ReadonlySet<string>> {
  const query = `WorkflowType = '${workflowType}' and ExecutionStatus = 'Running'`;
  const ids = new Set<string>();
  for await (const { workflowId } of client.workflow.list({ query, pageSize: 1_000 })) ids.add(workflowId);
  return ids;
}

function withContext(headers: Headers): Headers {
  const context = currentCallContext();
  return context === undefined ? headers : { ...headers, [CONTEXT_HEADER]: defaultPayloadConverter.toPayload(context) };
}
