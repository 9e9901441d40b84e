import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { WorkflowFailedError, type WorkflowHandle } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import type { Activities } from '../../activities';
import { onTestServers, someOrganization, startHarness, type Harness } from './workflow-harness';

let harness: Harness;
let activities: Partial<Activities>;

beforeAll(async () => {
  Runtime.install({ logger: new DefaultLogger('ERROR', () => undefined) });
  harness = await startHarness({
    ...onTestServers(),
    activities: {
      listOrganizations: paged,
      auditOrganization: (input) => activities.auditOrganization!(input),
      drainCapacity: (input) => activities.drainCapacity!(input),
    },
  });
});

afterAll(() => harness.close());

const organizations = ['a', 'b', 'c'];
const paged: Activities['listOrganizations'] = ({ after, limit }) =>
  Promise.resolve({ organizationIds: organizations.filter((id) => after === null || id > after).slice(0, limit) });

async function startAudit(given: Partial<Activities>): Promise<WorkflowHandle> {
  activities = given;
  return harness.client.workflow.start('nightlyAudit', {
    workflowId: `nightly-audit-${someOrganization()}`,
    taskQueue: harness.taskQueue,
    args: [{ organizationsPerPage: 2, sampleShare: 0.01, maxPeoplePerBatch: 50 }],
  });
}

async function failureOf(handle: WorkflowHandle): Promise<ApplicationFailure> {
  const error: unknown = await handle.result().then(
    () => null,
    (failure: unknown) => failure,
  );
  expect(error).toBeInstanceOf(WorkflowFailedError);
  return (error as WorkflowFailedError).cause as ApplicationFailure;
}

test('audits every organisation of every page, once, with the seed of the day', async () => {
  const audited: string[] = [];
  const seeds = new Set<string>();
  const handle = await startAudit({
    auditOrganization: ({ organizationId, seed }) => {
      audited.push(organizationId);
      seeds.add(seed);
      return Promise.resolve({ people: 2, differences: 0 });
    },
  });
  expect(await handle.result()).toMatchObject({
    organizations: 3,
    people: 6,
    differences: 0,
    drifted: [],
    failedOrganizations: 0,
  });
  expect(audited).toEqual(organizations);
  expect([...seeds]).toEqual([expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/)]);
});

test('repairs what differs before it fails as LedgerDrift', async () => {
  const repaired: string[] = [];
  let left = 60;
  const handle = await startAudit({
    auditOrganization: ({ organizationId }) =>
      Promise.resolve({ people: 2, differences: organizationId === 'b' ? 5 : 0 }),
    drainCapacity: ({ organizationId, maxPeople }) => {
      repaired.push(organizationId);
      left = Math.max(0, left - maxPeople);
      return Promise.resolve({ people: maxPeople, changedWeeks: 5, remainingPeople: left });
    },
  });
  const failure = await failureOf(handle);
  expect(failure.type).toBe('LedgerDrift');
  expect(failure.details).toEqual([expect.objectContaining({ organizations: 3, differences: 5, drifted: ['b'] })]);
  expect(repaired).toEqual(['b', 'b']);
});

test('an organisation that cannot be audited holds up no other, and is not passed over in silence', async () => {
  const audited: string[] = [];
  const handle = await startAudit({
    auditOrganization: ({ organizationId }) => {
      if (organizationId === 'a') throw ApplicationFailure.nonRetryable('not_found', 'not_found');
      audited.push(organizationId);
      return Promise.resolve({ people: 1, differences: 0 });
    },
  });
  const failure = await failureOf(handle);
  expect(failure.type).toBe('AuditIncomplete');
  expect(failure.details).toEqual([expect.objectContaining({ organizations: 2, failedOrganizations: 1 })]);
  expect(audited).toEqual(['b', 'c']);
});
