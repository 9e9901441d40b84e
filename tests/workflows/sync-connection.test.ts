/** The sync workflow on a real server with invented activities: what it calls next, what it waits for, how it ends. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ApplicationFailure } from '@temporalio/common';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import type { Activities } from '../../activities';
import { syncProgressQuery } from '../../src/domains/syncs/sync.contract';
import { syncActivities, startSync, type SyncActivities } from './sync-harness';
import { onTestServers, startHarness, type Harness } from './workflow-harness';

let harness: Harness;
let activities: SyncActivities;

beforeAll(async () => {
  Runtime.install({ logger: new DefaultLogger('ERROR', () => undefined) });
  const through = <K extends keyof SyncActivities>(name: K): Activities[K] =>
    ((input: never) => (activities[name] as (given: never) => unknown)(input)) as Activities[K];
  harness = await startHarness({
    ...onTestServers(),
    activities: {
      claimSyncRun: through('claimSyncRun'),
      pullRecords: through('pullRecords'),
      matchAccounts: through('matchAccounts'),
      applyRecords: through('applyRecords'),
      failSyncRun: through('failSyncRun'),
    },
  });
});

afterAll(() => harness.close());

test('runs what waits, one run after the other, and completes', async () => {
  const script = syncActivities({ runs: 2, pulls: 2, batches: 2 });
  activities = script.activities;
  const handle = await startSync(harness);
  expect(await handle.result()).toEqual({ runs: 2 });
  const once = ['pull', 'pull', 'match', 'apply', 'apply'];
  expect(script.calls).toEqual(['claim', ...once, 'claim', ...once, 'claim']);
});

test('a run that applies what was read before asks the provider for nothing', async () => {
  const script = syncActivities({ runs: 1, pulls: 0, batches: 2 });
  activities = script.activities;
  expect(await (await startSync(harness)).result()).toEqual({ runs: 1 });
  expect(script.calls).toEqual(['claim', 'match', 'apply', 'apply', 'claim']);
});

test('a wake while it works makes it look once more, so that no request is lost', async () => {
  const script = syncActivities({ runs: 1, pulls: 1, batches: 1 });
  activities = script.activities;
  const handle = await startSync(harness, { before: (id) => harness.client.workflow.getHandle(id).signal('wake') });
  await handle.result();
  expect(script.calls.filter((call) => call === 'claim').length).toBeGreaterThanOrEqual(2);
});

test('without usable credentials it waits for a wake, answers where it stands, and goes on', async () => {
  const script = syncActivities({ runs: 1, pulls: 1, batches: 1, refusals: 1 });
  activities = script.activities;
  const handle = await startSync(harness);
  for (let phase = ''; phase !== 'waiting_for_credentials';) phase = (await handle.query(syncProgressQuery)).phase;
  expect(script.calls).toEqual(['claim', 'pull']);
  await handle.signal('wake');
  expect(await handle.result()).toEqual({ runs: 1 });
  expect(script.calls).toEqual(['claim', 'pull', 'claim', 'pull', 'match', 'apply', 'claim']);
});

test('a step that fails for good ends the run with its code, and the next one begins', async () => {
  const script = syncActivities({ runs: 2, pulls: 1, batches: 1 });
  let failed = false;
  activities = {
    ...script.activities,
    matchAccounts: (ref) => {
      if (failed) return script.activities.matchAccounts(ref);
      failed = true;
      return Promise.reject(ApplicationFailure.nonRetryable('contract_breach', 'contract_breach'));
    },
  };
  expect(await (await startSync(harness)).result()).toEqual({ runs: 2 });
  expect(script.failures).toEqual(['contract_breach']);
});

test('a long run goes on in a new history', async () => {
  const script = syncActivities({ runs: 1, pulls: 6, batches: 6 });
  activities = script.activities;
  const handle = await startSync(harness, { maxStepsPerRun: 4 });
  const first = harness.client.workflow.getHandle(handle.workflowId, (await handle.describe()).runId);
  expect(await handle.result()).toEqual({ runs: 1 });
  const { events } = await first.fetchHistory();
  expect(events?.at(-1)?.workflowExecutionContinuedAsNewEventAttributes).toBeTruthy();
  expect(script.calls.filter((call) => call === 'apply')).toHaveLength(6);
});
