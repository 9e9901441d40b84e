/** Prometheus metrics of this process, in a registry of its own so that two apps can live in one test process. */
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

export interface Metrics {
  registry: Registry;
  httpSeconds: Histogram<'route' | 'method' | 'status'>;
  rateLimitRefusals: Counter<'limit'>;
  capacityWeeksWritten: Counter;
  capacityAuditDifferences: Counter;
  answerCacheLookups: Counter<'result'>;
  outboxWaiting: Gauge;
  outboxOldestAgeSeconds: Gauge;
}

/** A fresh registry with Node's own metrics and ours. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const counter = (name: string, help: string): Counter => new Counter({ name, help, registers });
  return {
    registry,
    httpSeconds: new Histogram({
      name: 'http_request_duration_seconds',
      help: 'Time to answer, by route',
      labelNames: ['route', 'method', 'status'],
      buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
      registers,
    }),
    rateLimitRefusals: new Counter({
      name: 'rate_limit_refusals_total',
      help: 'Requests answered 429, by the limit that refused',
      labelNames: ['limit'],
      registers,
    }),
    capacityWeeksWritten: counter('capacity_weeks_written_total', 'Ledger rows written because they differed'),
    capacityAuditDifferences: counter('capacity_audit_differences_total', 'Ledger rows the nightly audit found wrong'),
    answerCacheLookups: new Counter({
      name: 'answer_cache_lookups_total',
      help: 'Answers looked up in the cache, by hit or miss',
      labelNames: ['result'],
      registers,
    }),
    outboxWaiting: new Gauge({ name: 'outbox_waiting', help: 'Events not yet relayed', registers }),
    outboxOldestAgeSeconds: new Gauge({
      name: 'outbox_oldest_age_seconds',
      help: 'Age of the oldest event not yet relayed',
      registers,
    }),
  };
}
