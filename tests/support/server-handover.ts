/** How `global-setup.ts` tells the test files where the real servers are: through the environment, which Jest's workers inherit. */
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Addresses of one test run's own servers; nobody else uses them. */
export interface TestServers {
  /** Owning role (may create databases and roles), on a database of the run. */
  databaseAdminUrl: string;
  /** Role `plan_charge_app`, row-level security applies, on the same database. */
  databaseUrl: string;
  /** Migrated, empty, without connections: `create database x template plan_charge_template`. */
  templateDatabase: string;
  redisUrl: string;
  /** Dev server, namespace `default`, search attributes registered. */
  temporalAddress: string;
  /** File with the bundled workflows and interceptors, for `workflowBundle: { codePath }`. */
  workflowBundlePath: string;
  /** Program of the time-skipping test server (its port is its only argument); empty where it can't be had. */
  timeSkippingServerPath: string;
}

const VARIABLES: Record<keyof TestServers, string> = {
  databaseAdminUrl: 'PLAN_CHARGE_TEST_DATABASE_ADMIN_URL',
  databaseUrl: 'PLAN_CHARGE_TEST_DATABASE_URL',
  templateDatabase: 'PLAN_CHARGE_TEST_TEMPLATE_DATABASE',
  redisUrl: 'PLAN_CHARGE_TEST_REDIS_URL',
  temporalAddress: 'PLAN_CHARGE_TEST_TEMPORAL_ADDRESS',
  workflowBundlePath: 'PLAN_CHARGE_TEST_WORKFLOW_BUNDLE',
  timeSkippingServerPath: 'PLAN_CHARGE_TEST_TIME_SKIPPING_SERVER',
};

/** Writes the addresses where `testServers` reads them. */
export function handOver(servers: TestServers): void {
  for (const name of Object.keys(VARIABLES) as (keyof TestServers)[]) process.env[VARIABLES[name]] = servers[name];
}

/**
 * Reads the addresses of this run's servers.
 * @throws Error outside of a run that `global-setup.ts` began.
 */
export function testServers(): TestServers {
  const entries = Object.entries(VARIABLES).map(([name, variable]) => {
    const value = process.env[variable];
    if (value === undefined) throw new Error(`${variable} is not set: run the tests with npm test`);
    return [name, value];
  });
  return Object.fromEntries(entries) as TestServers;
}

/** The folder for files of this run; it is gone with the run. */
export function testFilesUrl(): string {
  return pathToFileURL(join(dirname(testServers().workflowBundlePath), 'files')).href;
}

/** The same server and role, another database. */
export function withDatabase(url: string, database: string): string {
  const other = new URL(url);
  other.pathname = `/${database}`;
  return other.toString();
}
