import { createServer } from 'node:net';
import { afterEach, beforeAll, expect, test } from '@jest/globals';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { Registry } from 'prom-client';
import { createTemporalGateway } from '../../src/platform/temporal-client';
import { noTracing } from '../../src/platform/tracing';
import { activitySlots, connectNatively, createWorker, sendLimits } from '../../src/worker';
import { serveWorkerHealth } from '../../src/worker-health';
import { startWorkerProcess, type WorkerProcess } from '../../src/worker-process';
import { activityInterceptor } from '../../activities/activity-interceptor';
import { realActivities, silent } from '../activities/activity-deps';
import { cloneDatabase } from '../activities/suite-database';
import { onTestServers, someOrganization } from './workflow-harness';

const plain = { namespace: 'default', apiKey: undefined, tls: false, tlsCertPath: undefined, tlsKeyPath: undefined };
const endings: (() => Promise<void>)[] = [];

beforeAll(() => {
  Runtime.install({ logger: new DefaultLogger('ERROR', () => undefined) });
});

afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

test('activities leave connections to the relay', () => {
  expect([2, 5, 20, 200].map(activitySlots)).toEqual([1, 1, 16, 16]);
  expect([2, 8, 12, 20].map(sendLimits)).toEqual([
    { atOnce: 1, ofOneOwner: 1 },
    { atOnce: 1, ofOneOwner: 1 },
    { atOnce: 3, ofOneOwner: 2 },
    { atOnce: 6, ofOneOwner: 2 },
  ]);
});

test('waits for a Temporal that is away at first, then works; ready says which; stops cleanly', async () => {
  const own = await cloneDatabase();
  endings.push(() => own.close());
  const { address, bundle } = onTestServers();
  const temporal = createTemporalGateway({ ...plain, address });
  endings.push(() => temporal.close());
  let attempts = 0;
  const worker: WorkerProcess = startWorkerProcess({
    logger: silent,
    namespace: 'default',
    temporal,
    relay: {
      database: own.app,
      logger: silent,
      temporal,
      consumers: new Map(),
      recomputeWindowMs: 1,
      random: Math.random,
      listen: () => ({ stop: () => Promise.resolve() }),
      onBacklog: () => undefined,
    },
    connect: () => {
      attempts += 1;
      return connectNatively({ ...plain, address: attempts === 1 ? '127.0.0.1:1' : address });
    },
    createWorker: (connection) =>
      createWorker({
        connection,
        namespace: 'default',
        activities: realActivities(own.app),
        activityInterceptor: activityInterceptor(silent),
        bundle,
        tracing: noTracing(),
        databasePoolSize: 8,
        taskQueue: `test-${someOrganization()}`,
      }),
  });
  const port = await freePort();
  const health = await serveWorkerHealth(
    { registry: new Registry(), isReady: worker.isReady, refresh: () => Promise.resolve() },
    { host: '127.0.0.1', port },
  );
  const status = async (path: string): Promise<number> =>
    (await fetch(`http://127.0.0.1:${String(port)}${path}`)).status;
  expect([await status('/health'), await status('/ready'), await status('/x')]).toEqual([200, 503, 404]);
  while ((await status('/ready')) !== 200) await own.admin.raw('select pg_sleep(0.05)');
  expect(attempts).toBe(2);
  expect(await status('/metrics')).toBe(200);
  await worker.stop();
  expect(worker.isReady()).toBe(false);
  health.closeAllConnections();
  health.close();
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
