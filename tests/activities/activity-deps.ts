/** Activities on a real database, with the commands they call in production. */
import { MockActivityEnvironment } from '@temporalio/testing';
import { createActivities, type Activities, type ActivityDeps } from '../../activities';
import { auditLedger } from '../../src/domains/capacity/audit-ledger.command';
import { drainDirtyRanges } from '../../src/domains/capacity/drain-dirty-ranges.command';
import { systemClock } from '../../src/platform/clock';
import { openDatabase, type Database } from '../../src/platform/database';
import { createLogger } from '../../src/platform/logger';

export const silent = createLogger('test', 'silent');

/** A pool as the application's role. */
export function openAsApplication(url: string): Database {
  return openDatabase(url, { poolSize: 8, applicationName: 'plan-charge tests' });
}

/** Real dependencies; Temporal says "nothing runs" unless told otherwise. */
export function realDeps(database: Database, changes: Partial<ActivityDeps> = {}): ActivityDeps {
  const deps = { database, clock: systemClock };
  return {
    database,
    logger: silent,
    temporal: { isRunning: () => Promise.resolve(false) },
    drainDirtyRanges: (organizationId, options) => drainDirtyRanges(deps, organizationId, options),
    auditLedger: (organizationId, options) => auditLedger(deps, organizationId, options),
    countAuditDifferences: () => undefined,
    ...changes,
  };
}

/** Runs one activity inside an activity's context. */
export async function runActivity<Name extends keyof Activities>(
  deps: ActivityDeps,
  name: Name,
  input: Parameters<Activities[Name]>[0],
): Promise<Awaited<ReturnType<Activities[Name]>>> {
  const activity = createActivities(deps)[name] as (input: unknown) => Promise<Awaited<ReturnType<Activities[Name]>>>;
  return new MockActivityEnvironment().run(activity, input);
}
