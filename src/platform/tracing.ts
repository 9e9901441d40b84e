/**
 * OpenTelemetry 1.x: spans from the HTTP request through the relay and the workflow to the activity. The interceptors are
 * always installed, since they are part of what workflows replay; spans leave the process only when an endpoint is configured.
 */
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { registerInstrumentations } from '@opentelemetry/instrumentation';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { Resource } from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  NodeTracerProvider,
  NoopSpanProcessor,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace-node';
import { ATTR_SERVICE_NAME } from '@opentelemetry/semantic-conventions';
import { makeWorkflowExporter } from '@temporalio/interceptors-opentelemetry';
import type { InjectedSinks } from '@temporalio/worker';
import type { Sinks } from '@temporalio/workflow';

/** Spans end in `processor`; `stop` sends what is waiting. */
export interface Tracing {
  resource: Resource;
  processor: SpanProcessor;
  stop: () => Promise<void>;
}

/** Installs the process's tracer, for a process without a Temporal worker; returns what stops it. */
export function startTracing(serviceName: string, config: { otlpEndpoint: string | undefined }): () => Promise<void> {
  return installTracing(serviceName, config.otlpEndpoint).stop;
}

/**
 * Installs the process's tracer; call it once, before the first request or connection.
 * @param endpoint base address of an OTLP/HTTP collector, e.g. `http://localhost:4318`; undefined = spans are dropped
 */
export function installTracing(serviceName: string, endpoint: string | undefined): Tracing {
  const resource = new Resource({ [ATTR_SERVICE_NAME]: serviceName });
  const processor =
    endpoint === undefined
      ? new NoopSpanProcessor()
      : new BatchSpanProcessor(new OTLPTraceExporter({ url: `${endpoint.replace(/\/$/, '')}/v1/traces` }));
  const provider = new NodeTracerProvider({ resource, spanProcessors: [processor] });
  provider.register();
  if (endpoint !== undefined) registerInstrumentations({ instrumentations: [new HttpInstrumentation()] });
  return { resource, processor, stop: () => provider.shutdown() };
}

/** Tracing that keeps nothing: for tests and for scripts that replay or record. */
export function noTracing(): Tracing {
  const processor = new NoopSpanProcessor();
  return { resource: new Resource({}), processor, stop: () => processor.shutdown() };
}

/** Where the spans of workflows leave the sandbox; every worker needs it, replaying ones too. */
export function workflowSpanSinks(tracing: Tracing): InjectedSinks<Sinks> {
  return { exporter: makeWorkflowExporter(tracing.processor, tracing.resource) };
}
