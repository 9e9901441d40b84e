/**
 * Interceptors that run inside the workflow sandbox, bundled with the workflows: OpenTelemetry spans, the call context
 * on everything a workflow starts, and the context's ids on every log line. They are part of what is replayed: adding or
 * removing one changes nothing in histories only as long as it adds no timer, activity or await of its own.
 */
import {
  defaultPayloadConverter,
  workflowInfo,
  type Headers,
  type WorkflowInboundCallsInterceptor,
  type WorkflowInterceptors,
  type WorkflowOutboundCallsInterceptor,
} from '@temporalio/workflow';
import {
  OpenTelemetryInboundInterceptor,
  OpenTelemetryInternalsInterceptor,
  OpenTelemetryOutboundInterceptor,
} from '@temporalio/interceptors-opentelemetry/lib/workflow';
import { CONTEXT_HEADER, parseCallContext, type CallContext } from './context-header';

/** The context of one run: that of its start, replaced by that of each signal or update, so work is traced to its latest cause. */
interface ContextCell {
  current: CallContext | undefined;
}

/** Called by the SDK once a workflow run. */
export function interceptors(): WorkflowInterceptors {
  const cell: ContextCell = { current: undefined };
  return {
    inbound: [new OpenTelemetryInboundInterceptor(), inboundContext(cell)],
    outbound: [new OpenTelemetryOutboundInterceptor(), outboundContext(cell)],
    internals: [new OpenTelemetryInternalsInterceptor()],
  };
}

function inboundContext(cell: ContextCell): WorkflowInboundCallsInterceptor {
  return {
    execute: (input, next) => {
      cell.current ??= readHeader(input.headers);
      return next(input);
    },
    handleSignal: (input, next) => {
      cell.current = readHeader(input.headers) ?? cell.current;
      return next(input);
    },
    handleUpdate: (input, next) => {
      cell.current = readHeader(input.headers) ?? cell.current;
      return next(input);
    },
  };
}

function outboundContext(cell: ContextCell): WorkflowOutboundCallsInterceptor {
  return {
    scheduleActivity: (input, next) => next({ ...input, headers: withHeader(input.headers, cell) }),
    scheduleLocalActivity: (input, next) => next({ ...input, headers: withHeader(input.headers, cell) }),
    startChildWorkflowExecution: (input, next) => next({ ...input, headers: withHeader(input.headers, cell) }),
    signalWorkflow: (input, next) => next({ ...input, headers: withHeader(input.headers, cell) }),
    continueAsNew: (input, next) => next({ ...input, headers: withHeader(input.headers, cell) }),
    getLogAttributes: (input, next) => {
      const { correlationId, tenantId } = contextOf(cell);
      return next({ ...input, correlationId, ...(tenantId === null ? {} : { tenantId }) });
    },
  };
}

function readHeader(headers: Headers): CallContext | undefined {
  const payload = headers[CONTEXT_HEADER];
  return payload === undefined ? undefined : parseCallContext(defaultPayloadConverter.fromPayload(payload));
}

function withHeader(headers: Headers, cell: ContextCell): Headers {
  return { ...headers, [CONTEXT_HEADER]: defaultPayloadConverter.toPayload(contextOf(cell)) };
}

/** A run without a header was started by a schedule or by hand: its own id then ties its log lines together. */
function contextOf(cell: ContextCell): CallContext {
  return cell.current ?? { correlationId: workflowInfo().workflowId, tenantId: null, actorId: null };
}
