/**
 * `npm run worker`: relays the outbox and runs the workflows and activities. The only file that imports activities.
 * Stops on SIGINT or SIGTERM after the activities under way, at most 40 s later; a second signal ends it at once.
 */
import type { Server } from 'node:http';
import { Runtime, type NativeConnection, type Worker } from '@temporalio/worker';
import { createActivities, type ActivityDeps } from '../activities';
import { activityInterceptor } from '../activities/activity-interceptor';
import { loadConfig, type Config } from './config/config';
import { createContainer, type Container } from './container';
import { auditLedger } from './domains/capacity/audit-ledger.command';
import { drainDirtyRanges } from './domains/capacity/drain-dirty-ranges.command';
import { applyMatching } from './domains/identities/apply-matching.command';
import { keepAllReportSchedules, keepReportSchedule } from './domains/report-schedules/keep-report-schedules.command';
import { createReportSteps } from './domains/report-schedules/report-steps.command';
import { keepAllSyncSchedules, keepSyncSchedule } from './domains/syncs/keep-sync-schedule.command';
import { observeSyncs } from './domains/syncs/observe-syncs.query';
import { createSyncSteps } from './domains/syncs/sync-steps.command';
import { eventConsumers } from './domains/outbox/event-consumers';
import { OutboxListener } from './domains/outbox/outbox-listener';
import type { OutboxRelayDeps } from './domains/outbox/outbox-relay';
import { awaitDatabase } from './platform/database';
import { FairPermits } from './platform/fair-permits';
import { createTemporalGateway, temporalSettings, type TemporalGateway } from './platform/temporal-client';
import type { Logger } from './platform/logger';
import { temporalLogger } from './platform/temporal-logger';
import { installTracing, type Tracing } from './platform/tracing';
import { connectNatively, createWorker, sendLimits } from './worker';
import { serveWorkerHealth } from './worker-health';
import { startWorkerProcess, type WorkerProcess } from './worker-process';
import { loadWorkflowBundle } from './workflow-bundle';

async function main(): Promise<void> {
  const config = loadConfig();
  const tracing = installTracing('plan-charge-worker', config.otlpEndpoint);
  const container = createContainer(config, 'worker');
  const { logger } = container;
  installRuntime(logger);
  await awaitDatabase(container.database, logger);
  const settings = temporalSettings(config.temporal);
  const temporal = createTemporalGateway(settings);
  const worker = startWorkerProcess({
    logger,
    namespace: settings.namespace,
    temporal,
    relay: relayDeps(container, temporal),
    connect: () => connectNatively(settings),
    prepare: async () => {
      await keepAllSyncSchedules({ ...container, temporal });
      await keepAllReportSchedules({ ...container, temporal });
    },
    createWorker: await workerFactory({ container, temporal, tracing, namespace: settings.namespace }),
  });
  const health = await serveHealth(config, container, worker);
  onStopSignal(async (signal) => {
    logger.info({ signal }, 'stopping');
    health?.close();
    await worker.stop();
    await temporal.close();
    await container.close();
    await tracing.stop();
  });
}

/** Signals are ours: the worker is one of several things to stop, in order. */
function installRuntime(logger: Logger): void {
  Runtime.install({
    logger: temporalLogger(logger),
    telemetryOptions: { logging: { filter: { core: 'WARN', other: 'ERROR' }, forward: {} } },
    shutdownSignals: [],
  });
}

async function workerFactory(parts: {
  container: Container;
  temporal: TemporalGateway;
  tracing: Tracing;
  namespace: string;
}): Promise<(connection: NativeConnection) => Promise<Worker>> {
  const { container, temporal, tracing, namespace } = parts;
  const bundle = await loadWorkflowBundle();
  const activities = createActivities(activityDeps(container, temporal));
  return (connection) =>
    createWorker({
      connection,
      namespace,
      activities,
      activityInterceptor: activityInterceptor(container.logger),
      bundle,
      tracing,
      databasePoolSize: container.config.databasePoolSize,
    });
}

function relayDeps(container: Container, temporal: TemporalGateway): OutboxRelayDeps {
  const { config, database, logger, metrics } = container;
  return {
    database,
    logger,
    temporal,
    consumers: eventConsumers,
    recomputeWindowMs: config.recomputeWindowMs,
    keepSyncSchedule: (connectionId) => keepSyncSchedule({ ...container, temporal }, connectionId),
    keepReportSchedule: (scheduleId) => keepReportSchedule({ ...container, temporal }, scheduleId),
    random: Math.random,
    listen: (onNotify) => new OutboxListener(config.databaseUrl ?? '', onNotify, logger),
    onBacklog: ({ waiting, oldestAgeSeconds }) => {
      metrics.outboxWaiting.set(waiting);
      metrics.outboxOldestAgeSeconds.set(oldestAgeSeconds);
    },
  };
}

function activityDeps(container: Container, temporal: TemporalGateway): ActivityDeps {
  const { config, database, fileStore, keyRing, logger, mailer, linkTokens, metrics, webhookSender } = container;
  const sendPermits = new FairPermits(sendLimits(config.databasePoolSize));
  return {
    database,
    logger,
    fileStore,
    temporal,
    mailer,
    keyRing,
    webhookSender,
    sendPermits,
    linkTokens,
    appUrl: config.appUrl,
    sync: createSyncSteps({ ...container, applyMatching }),
    reports: createReportSteps({ ...container, sendPermits, appUrl: config.appUrl }),
    keepReportSchedules: () => keepAllReportSchedules({ ...container, temporal }),
    drainDirtyRanges: (organizationId, options) => drainDirtyRanges(container, organizationId, options),
    auditLedger: (organizationId, options) => auditLedger(container, organizationId, options),
    countAuditDifferences: (differences) => {
      metrics.capacityAuditDifferences.inc(differences);
    },
  };
}

async function serveHealth(config: Config, container: Container, worker: WorkerProcess): Promise<Server | undefined> {
  if (config.workerHealthPort === undefined) return undefined;
  const { database, logger, metrics } = container;
  const refresh = (): Promise<void> =>
    observeSyncs(database, metrics).catch((error: unknown) => {
      logger.warn({ err: error }, 'lag and age of syncs are those of the last look');
    });
  const deps = { registry: metrics.registry, isReady: worker.isReady, refresh };
  return serveWorkerHealth(deps, { host: config.host, port: config.workerHealthPort });
}

function onStopSignal(stop: (signal: NodeJS.Signals) => Promise<void>): void {
  let stopping = false;
  const handle = (signal: NodeJS.Signals): void => {
    if (stopping) process.exit(1);
    stopping = true;
    stop(signal).then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`The worker did not stop cleanly: ${String(error)}\n`);
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', handle);
  process.on('SIGTERM', handle);
}

main().catch((error: unknown) => {
  process.stderr.write(`The worker could not start: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
