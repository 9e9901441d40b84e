/** Erasure and retention with invented activities: order, batches, the end of a request that fails or is cancelled. */
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { WorkflowFailedError, type WorkflowHandle } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import type { Activities } from '../../activities';
import { erasureInput, erasureWorkflowId } from '../../src/domains/privacy/erasures.contract';
import { onTestServers, someOrganization, startHarness, type Harness } from './workflow-harness';

let harness: Harness;
let activities: Partial<Activities>;
let calls: string[];

beforeAll(async () => {
  Runtime.install({ logger: new DefaultLogger('ERROR', () => undefined) });
  harness = await startHarness({
    ...onTestServers(),
    activities: {
      erasePersonRecords: (input) => activities.erasePersonRecords!(input),
      redactAuditEvents: (input) => activities.redactAuditEvents!(input),
      finishPersonErasure: (input) => activities.finishPersonErasure!(input),
      listOrganizations: (page) => activities.listOrganizations!(page),
      requestDueErasures: (input) => activities.requestDueErasures!(input),
      removeExpiredReports: (input) => activities.removeExpiredReports!(input),
    },
  });
});

beforeEach(() => {
  calls = [];
  let batches = 0;
  activities = {
    erasePersonRecords: () => {
      calls.push('records');
      return Promise.resolve();
    },
    redactAuditEvents: ({ limit }) => {
      batches += 1;
      calls.push(`audit ${String(limit)}`);
      return Promise.resolve({ redacted: batches === 1 ? 7 : 0, done: batches === 2 });
    },
    finishPersonErasure: ({ errorCode }) => {
      calls.push(`end ${String(errorCode)}`);
      return Promise.resolve();
    },
  };
});

afterAll(() => harness.close());

function startErasure(): Promise<WorkflowHandle> {
  const erasureId = someOrganization();
  return harness.client.workflow.start('erasure', {
    workflowId: erasureWorkflowId(erasureId),
    taskQueue: harness.taskQueue,
    args: [erasureInput(someOrganization(), erasureId)],
  });
}

test('records first, then the audit log until it is done, then the end', async () => {
  expect(await (await startErasure()).result()).toEqual({ redacted: 7 });
  expect(calls).toEqual(['records', 'audit 2000', 'audit 2000', 'end null']);
});

test('a step that cannot succeed ends the request as failed, with its code', async () => {
  activities.redactAuditEvents = () => Promise.reject(ApplicationFailure.nonRetryable('not_found', 'not_found'));
  const handle = await startErasure();
  await expect(handle.result()).rejects.toThrow(WorkflowFailedError);
  expect(calls).toEqual(['records', 'end not_found']);
});

test('a cancelled run ends its request before it goes', async () => {
  const handle = await startErasure();
  activities.redactAuditEvents = async () => {
    await handle.cancel();
    return { redacted: 1, done: false };
  };
  await expect(handle.result()).rejects.toThrow(WorkflowFailedError);
  expect(calls.at(-1)).toBe('end cancelled');
});

test('retention asks in every organisation of every page', async () => {
  const organizations = ['a', 'b', 'c'];
  const asked: string[] = [];
  activities.listOrganizations = ({ after, limit }) =>
    Promise.resolve({ organizationIds: organizations.filter((id) => after === null || id > after).slice(0, limit) });
  activities.requestDueErasures = ({ organizationId }) => {
    asked.push(organizationId);
    return Promise.resolve({ requested: 2 });
  };
  const cleared: string[] = [];
  activities.removeExpiredReports = ({ organizationId, limit }) => {
    cleared.push(`${organizationId} ${String(limit)}`);
    return Promise.resolve({ removed: 3 });
  };
  const handle = await harness.client.workflow.start('retention', {
    workflowId: `retention-${someOrganization()}`,
    taskQueue: harness.taskQueue,
    args: [{ organizationsPerPage: 2, peoplePerOrganization: 10, after: null, requested: 0 }],
  });
  expect(await handle.result()).toEqual({ requested: 6, removed: 9 });
  expect(asked).toEqual(organizations);
  expect(cleared).toEqual(['a 200', 'b 200', 'c 200']);
});
