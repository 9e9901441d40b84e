/** Activities on a real database, with the commands they call in production. */
import { MockActivityEnvironment } from '@temporalio/testing';
import { createActivities, type Activities, type ActivityDeps } from '../../activities';
import { auditLedger } from '../../src/domains/capacity/audit-ledger.command';
import { drainDirtyRanges } from '../../src/domains/capacity/drain-dirty-ranges.command';
import { systemClock } from '../../src/platform/clock';
import type { Database } from '../../src/platform/database';
import { DerivedTokens } from '../../src/platform/derived-tokens';
import { FairPermits } from '../../src/platform/fair-permits';
import { createLogger } from '../../src/platform/logger';
import { KeyRing } from '../../src/platform/secrets/key-ring';
import { openFileStore } from '../../src/platform/open-file-store';
import { sendLimits } from '../../src/worker';
import { testFilesUrl } from '../support/server-handover';

/** As in production, unless it is set. */
const DATABASE_POOL_SIZE = 20;

export const silent = createLogger('test', 'silent');

/** No run ever waits; tests of syncs bring the real steps. */
const noSync: ActivityDeps['sync'] = {
  claim: () => Promise.resolve(null),
  pull: () => Promise.reject(new Error('no sync in this test')),
  match: () => Promise.reject(new Error('no sync in this test')),
  apply: () => Promise.reject(new Error('no sync in this test')),
  fail: () => Promise.reject(new Error('no sync in this test')),
  requestDue: () => Promise.resolve(0),
};

/** No report ever runs; tests of reports bring the real steps. */
const noReports: ActivityDeps['reports'] = {
  requestDue: () => Promise.resolve(false),
  freeze: () => Promise.resolve({ outcome: 'ended' }),
  render: () => Promise.reject(new Error('no report in this test')),
  deliver: () => Promise.reject(new Error('no report in this test')),
  giveUp: () => Promise.reject(new Error('no report in this test')),
  finish: () => Promise.resolve('cancelled'),
  settle: () => Promise.reject(new Error('no report in this test')),
};

/** Real dependencies; Temporal says "nothing runs" and mail is taken by nobody, unless told otherwise. */
export function realDeps(database: Database, changes: Partial<ActivityDeps> = {}): ActivityDeps {
  const deps = { database, clock: systemClock };
  return {
    database,
    logger: silent,
    fileStore: openFileStore({ filesUrl: testFilesUrl(), home: '' }),
    temporal: { isRunning: () => Promise.resolve(false), runningIds: () => Promise.resolve(new Set<string>()) },
    mailer: { send: () => Promise.resolve({ refused: [] }) },
    keyRing: new KeyRing([Buffer.alloc(32, 0xab)]),
    webhookSender: { send: () => Promise.reject(new Error('no webhook in this test')) },
    sendPermits: new FairPermits(sendLimits(DATABASE_POOL_SIZE)),
    linkTokens: new DerivedTokens(['a key of the tests']),
    appUrl: 'https://plan.example.com',
    sync: noSync,
    reports: noReports,
    keepReportSchedules: () => Promise.resolve({ kept: 0, removed: 0 }),
    drainDirtyRanges: (organizationId, options) => drainDirtyRanges(deps, organizationId, options),
    auditLedger: (organizationId, options) => auditLedger(deps, organizationId, options),
    countAuditDifferences: () => undefined,
    ...changes,
  };
}

/** Every activity, to be run inside an activity's context: `run(activities.x, input)`. */
export function realActivities(database: Database, changes: Partial<ActivityDeps> = {}): Activities {
  return createActivities(realDeps(database, changes));
}

/** Runs one activity inside an activity's context. */
export async function run<Input, Output>(activity: (input: Input) => Promise<Output>, input: Input): Promise<Output> {
  return new MockActivityEnvironment().run<[Input], Output, typeof activity>(activity, input);
}
