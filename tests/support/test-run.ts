/** The servers of one `npm test`: made in a folder of their own under the system's temporary folder, gone afterwards. */
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { bundleWorkflowCode } from '@temporalio/worker';
import { Client } from 'pg';
import { readHolder } from '../../src/local-servers/file-lock.cjs';
import { LocalServerError } from '../../src/local-servers/local-server-error';
import { startLocalServers, type LocalServers } from '../../src/local-servers/local-servers';
import { removeDataFolder } from '../../src/local-servers/postgres-files';
import { stopMarked } from '../../src/local-servers/running-processes';
import { temporalTestServerProgram } from '../../src/local-servers/temporal-program';
import { migrateToLatest } from '../../src/platform/migrations';
import { workflowBundleOptions } from '../../src/workflow-bundle';
import { requiredSearchAttributes } from '../../temporal-config/search-attributes';
import { withDatabase, type TestServers } from './server-handover';

const PREFIX = 'plan-charge-test-';
const TEMPLATE = 'plan_charge_template';
const ROOT = join(__dirname, '..', '..');
/** Programs are fetched once for all: shared with `npm start`. */
const CACHE = resolve(ROOT, process.env['PLAN_CHARGE_HOME'] ?? '.plan-charge', 'bin');

/** A running set of test servers; `end` waits until each process is gone and removes the folder. */
export interface TestRun {
  servers: TestServers;
  end: () => Promise<void>;
}

/** Starts PostgreSQL with a migrated template, Redis and Temporal, and bundles the workflows meanwhile. Leaves nothing when it throws. */
export async function beginTestRun(): Promise<TestRun> {
  await removeAbandonedRuns();
  const home = mkdtempSync(join(tmpdir(), PREFIX));
  chmodSync(home, 0o755); // PostgreSQL may run as another user
  const starting = startServers(home);
  const work = [starting.then(prepareDatabase), bundleWorkflows(home), timeSkippingServer()] as const;
  // All end before anything is taken down, also when one fails.
  await Promise.allSettled(work);
  const end = async (): Promise<void> => {
    const [local] = await Promise.allSettled([starting]);
    if (local.status === 'fulfilled') await local.value.stop(); // a start that failed has stopped its servers itself
    removeHome(home);
  };
  try {
    const [, workflowBundlePath, timeSkippingServerPath] = await Promise.all(work);
    const local = await starting;
    const addresses = {
      databaseAdminUrl: local.databaseAdminUrl!,
      databaseUrl: local.databaseUrl!,
      redisUrl: local.redisUrl!,
      temporalAddress: local.temporalAddress!,
    };
    return { servers: { ...addresses, templateDatabase: TEMPLATE, workflowBundlePath, timeSkippingServerPath }, end };
  } catch (error) {
    await end();
    throw error;
  }
}

function startServers(home: string): Promise<LocalServers> {
  return startLocalServers({
    home,
    cache: CACHE,
    needs: { postgres: true, redis: true, temporal: true },
    env: process.env,
    durability: 'none',
    temporalCliPath: process.env['TEMPORAL_CLI_PATH'],
    searchAttributes: requiredSearchAttributes,
    log: report,
    onFatal: report,
  });
}

async function prepareDatabase({ databaseAdminUrl = '' }: LocalServers): Promise<void> {
  const client = new Client({ connectionString: databaseAdminUrl });
  await client.connect();
  try {
    await client.query(`create database ${TEMPLATE}`);
  } finally {
    await client.end();
  }
  await migrateToLatest(withDatabase(databaseAdminUrl, TEMPLATE));
}

async function bundleWorkflows(home: string): Promise<string> {
  const path = join(home, 'workflow-bundle.js');
  const { code } = await bundleWorkflowCode(workflowBundleOptions());
  writeFileSync(path, code);
  return path;
}

async function timeSkippingServer(): Promise<string> {
  try {
    return await temporalTestServerProgram({ cache: CACHE, env: process.env, log: report });
  } catch (error) {
    if (!(error instanceof LocalServerError)) throw error;
    report(`No time-skipping server: ${error.message}`);
    return '';
  }
}

/** Folders and servers of test runs that were killed. */
async function removeAbandonedRuns(): Promise<void> {
  const homes = readdirSync(tmpdir())
    .filter((name) => name.startsWith(PREFIX))
    .map((name) => join(tmpdir(), name));
  for (const home of homes) {
    if (readHolder(join(home, 'run.lock')) !== undefined || isYoung(home)) continue;
    await stopMarked({ programs: ['postgres'], path: join(home, 'postgres') }, 'SIGKILL');
    await stopMarked({ programs: ['redis-server', 'valkey-server'], path: join(home, 'redis') }, 'SIGKILL');
    await stopMarked({ programs: ['temporal'], path: join(home, 'temporal', 'temporal.db') }, 'SIGKILL');
    removeHome(home);
  }
}

/** A run that begins at this moment may not hold its lock yet. */
function isYoung(home: string): boolean {
  const age = Date.now() - statSync(home).mtimeMs;
  return age < 60_000;
}

function removeHome(home: string): void {
  removeDataFolder(home);
  rmSync(home, { recursive: true, force: true });
}

function report(line: string): void {
  process.stderr.write(`test servers: ${line}\n`);
}
