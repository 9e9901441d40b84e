import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { WorkflowFailedError } from '@temporalio/client';
import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import type { Activities } from '../../activities';
import { progressQuery, type CapacityProgress } from '../../src/domains/capacity/capacity.contract';
import { currentCallContext, runWithCallContext, type CallContext } from '../../src/platform/call-context';
import { peopleDoneAttribute, peopleTotalAttribute, tenantIdAttribute } from '../../temporal-config/search-attributes';
import {
  createGate,
  onTestServers,
  shortInput,
  someOrganization,
  startHarness,
  startRecompute,
  type Harness,
} from './workflow-harness';

let harness: Harness;
let drainCapacity: Activities['drainCapacity'];

beforeAll(async () => {
  Runtime.install({ logger: new DefaultLogger('ERROR', () => undefined) });
  harness = await startHarness({
    ...onTestServers(),
    activities: { drainCapacity: (input) => drainCapacity(input) },
  });
});

afterAll(() => harness.close());

/** A table with so many dirty people; batches are noted. */
function dirtyTable(people: number) {
  const batches: number[] = [];
  let left = people;
  const drain: Activities['drainCapacity'] = ({ maxPeople }) => {
    const done = Math.min(maxPeople, left);
    left -= done;
    batches.push(done);
    return Promise.resolve({ people: done, changedWeeks: done, remainingPeople: left });
  };
  return {
    batches,
    drain,
    add: (more: number) => {
      left += more;
    },
  };
}

test('drains in batches until nobody is left, then completes when idle', async () => {
  const table = dirtyTable(120);
  drainCapacity = table.drain;
  const organizationId = someOrganization();
  const handle = await startRecompute(harness, shortInput(organizationId));
  const result = (await handle.result()) as CapacityProgress;
  expect(table.batches).toEqual([50, 50, 20]);
  expect(result).toMatchObject({ peopleDone: 120, batches: 3, changedWeeks: 120 });
  const description = await handle.describe();
  expect(description.typedSearchAttributes.get(tenantIdAttribute)).toBe(organizationId);
  expect(description.typedSearchAttributes.get(peopleDoneAttribute)).toBe(120);
  expect(description.typedSearchAttributes.get(peopleTotalAttribute)).toBe(120);
  expect(await description.staticSummary()).toBe(`Capacity of ${organizationId}`);
});

test('a hundred wakes during a drain are one more drain', async () => {
  const table = dirtyTable(1);
  const [entered, release] = [createGate(), createGate()];
  drainCapacity = async (input) => {
    entered.open();
    await release.opened;
    return table.drain(input);
  };
  const handle = await startRecompute(harness, shortInput(someOrganization()));
  await entered.opened;
  table.add(2);
  await Promise.all(Array.from({ length: 100 }, () => handle.signal('dirty')));
  release.open();
  await handle.result();
  expect(table.batches).toEqual([3, 0]);
});

test('a wake to a run that is gone starts the next one under the same id', async () => {
  const table = dirtyTable(1);
  drainCapacity = table.drain;
  const input = shortInput(someOrganization(), { windowMs: 1, idleMs: 1 });
  const first = await startRecompute(harness, input);
  await first.result();
  table.add(1);
  const second = await startRecompute(harness, input);
  await second.result();
  expect(second.workflowId).toBe(first.workflowId);
  expect(table.batches).toEqual([1, 1]);
});

test('answers its progress while a batch runs', async () => {
  const table = dirtyTable(60);
  const [entered, release] = [createGate(), createGate()];
  let calls = 0;
  drainCapacity = async (input) => {
    calls += 1;
    if (calls === 2) {
      entered.open();
      await release.opened;
    }
    return table.drain(input);
  };
  const handle = await startRecompute(harness, shortInput(someOrganization()));
  await entered.opened;
  expect(await handle.query(progressQuery)).toMatchObject({
    peopleDone: 50,
    batches: 1,
    drain: { peopleDone: 50, peopleTotal: 60 },
  });
  const { typedSearchAttributes } = await handle.describe();
  expect(typedSearchAttributes.get(peopleDoneAttribute)).toBe(50);
  expect(typedSearchAttributes.get(peopleTotalAttribute)).toBe(60);
  release.open();
  expect(await handle.result()).toMatchObject({ peopleDone: 60, batches: 2 });
});

test('a cancellation lets the batch under way finish and starts no other', async () => {
  const table = dirtyTable(120);
  const [entered, release] = [createGate(), createGate()];
  drainCapacity = async (input) => {
    entered.open();
    await release.opened;
    return table.drain(input);
  };
  const handle = await startRecompute(harness, shortInput(someOrganization()));
  await entered.opened;
  await handle.cancel();
  release.open();
  const error: unknown = await handle.result().then(
    () => null,
    (failure: unknown) => failure,
  );
  expect(error).toBeInstanceOf(WorkflowFailedError);
  expect((error as WorkflowFailedError).cause).toBeInstanceOf(CancelledFailure);
  expect(table.batches).toEqual([50]);
});

test('a long drain goes on in a new run and keeps its count', async () => {
  const table = dirtyTable(250);
  drainCapacity = table.drain;
  const handle = await startRecompute(harness, shortInput(someOrganization(), { maxBatchesPerRun: 2 }));
  const firstRunId = (await handle.describe()).runId;
  expect(await handle.result()).toMatchObject({ peopleDone: 250, batches: 5 });
  expect((await harness.client.workflow.getHandle(handle.workflowId).describe()).runId).not.toBe(firstRunId);
});

test('a batch that fails for good ends the run with a code, and a passing failure is tried again', async () => {
  let calls = 0;
  drainCapacity = () => {
    calls += 1;
    const nonRetryable = calls > 1;
    throw ApplicationFailure.create({ type: 'period_closed', message: 'period_closed', nonRetryable });
  };
  const handle = await startRecompute(harness, shortInput(someOrganization()));
  await expect(handle.result()).rejects.toThrow(WorkflowFailedError);
  expect(calls).toBe(2);
  expect((await handle.describe()).status.name).toBe('FAILED');
});

test('the context of whoever woke it reaches the activity', async () => {
  const seen: (CallContext | undefined)[] = [];
  const table = dirtyTable(1);
  drainCapacity = (input) => {
    seen.push(currentCallContext());
    return table.drain(input);
  };
  const organizationId = someOrganization();
  const context: CallContext = { correlationId: 'request-1', tenantId: organizationId, actorId: 'user-1' };
  const handle = await runWithCallContext(context, () => startRecompute(harness, shortInput(organizationId)));
  await handle.result();
  expect(seen).toEqual([context]);
});
