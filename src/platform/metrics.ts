/** Prometheus metrics of this process, in a registry of its own so that two apps can live in one test process. */
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

export interface Metrics {
  registry: Registry;
  httpSeconds: Histogram<'route' | 'method' | 'status'>;
  rateLimitRefusals: Counter<'limit'>;
  capacityWeeksWritten: Counter;
  capacityAuditDifferences: Counter;
  answerCacheLookups: Counter<'result'>;
  readCacheLookups: Counter<'result'>;
  outboxWaiting: Gauge;
  syncRows: Counter<'provider' | 'outcome'>;
  syncRuns: Counter<'provider' | 'kind' | 'state'>;
  syncLagSeconds: Gauge<'provider'>;
  syncAgeSeconds: Gauge<'provider' | 'kind'>;
  providerWaitSeconds: Histogram<'provider'>;
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
    ...cacheMetrics(registers),
    ...syncMetrics(registers),
    outboxWaiting: new Gauge({ name: 'outbox_waiting', help: 'Events not yet relayed', registers }),
    outboxOldestAgeSeconds: new Gauge({
      name: 'outbox_oldest_age_seconds',
      help: 'Age of the oldest event not yet relayed',
      registers,
    }),
  };
}

/** How often answers need not be made. */
function cacheMetrics(registers: Registry[]): Pick<Metrics, 'answerCacheLookups' | 'readCacheLookups'> {
  return {
    answerCacheLookups: new Counter({
      name: 'answer_cache_lookups_total',
      help: 'Answers looked up in the cache, by hit or miss',
      labelNames: ['result'],
      registers,
    }),
    readCacheLookups: new Counter({
      name: 'read_cache_lookups_total',
      help: 'Plain reads by hit, stale (kept, but the data or the rights have changed) or miss',
      labelNames: ['result'],
      registers,
    }),
  };
}

/** Of syncs: what they did, how far behind they are, and how long they wait for a provider's limit. */
function syncMetrics(
  registers: Registry[],
): Pick<Metrics, 'syncRows' | 'syncRuns' | 'syncLagSeconds' | 'syncAgeSeconds' | 'providerWaitSeconds'> {
  return {
    syncRows: new Counter({
      name: 'sync_rows_total',
      help: "Providers' records by what became of them in runs that ended here",
      labelNames: ['provider', 'outcome'],
      registers,
    }),
    syncRuns: new Counter({
      name: 'sync_runs_total',
      help: 'Runs that ended here, dry runs left out',
      labelNames: ['provider', 'kind', 'state'],
      registers,
    }),
    syncLagSeconds: new Gauge({
      name: 'sync_lag_seconds',
      help: 'How long the run that waits longest has waited, over all organisations',
      labelNames: ['provider'],
      registers,
    }),
    syncAgeSeconds: new Gauge({
      name: 'sync_age_seconds',
      help: 'Time since the last completed run of the connection that is furthest behind',
      labelNames: ['provider', 'kind'],
      registers,
    }),
    providerWaitSeconds: new Histogram({
      name: 'provider_rate_limit_wait_seconds',
      help: "Time a request waited for its place in the provider's limit",
      labelNames: ['provider'],
      buckets: [0.001, 0.01, 0.1, 0.5, 1, 2.5, 5, 10, 30, 60],
      registers,
    }),
  };
}
