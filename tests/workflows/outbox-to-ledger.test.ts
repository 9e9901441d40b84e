/** End to end on real PostgreSQL and Temporal: an event in the outbox becomes a right ledger, and no history names a person. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { WorkflowFailedError } from '@temporalio/client';
import type { ApplicationFailure } from '@temporalio/common';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { capacityRecomputeInput, capacityWorkflowId } from '../../src/domains/capacity/capacity.contract';
import { eventConsumers } from '../../src/domains/outbox/event-consumers';
import { OutboxListener } from '../../src/domains/outbox/outbox-listener';
import { startOutboxRelay, type OutboxRelay } from '../../src/domains/outbox/outbox-relay';
import { OutboxRepository } from '../../src/domains/outbox/outbox.repository';
import { createTemporalGateway, type TemporalGateway } from '../../src/platform/temporal-client';
import { runInSystemScope } from '../../src/platform/unit-of-work';
import { reconcileSchedule } from '../../temporal-config/schedules';
import { realActivities, silent } from '../activities/activity-deps';
import {
  cloneDatabase,
  insertDirtyRange,
  insertOrganization,
  insertPerson,
  type SuiteDatabase,
} from '../activities/suite-database';
import { decodedTexts } from '../replay/decoded-texts';
import { onTestServers, startHarness, type Harness } from './workflow-harness';

let own: SuiteDatabase;
let harness: Harness;
let gateway: TemporalGateway;
let relay: OutboxRelay;

beforeAll(async () => {
  Runtime.install({ logger: new DefaultLogger('ERROR', () => undefined) });
  own = await cloneDatabase();
  const settings = {
    namespace: 'default',
    apiKey: undefined,
    tls: false,
    tlsCertPath: undefined,
    tlsKeyPath: undefined,
  };
  gateway = createTemporalGateway({ address: onTestServers().address, ...settings });
  harness = await startHarness({ ...onTestServers(), activities: realActivities(own.app, { temporal: gateway }) });
  relay = startOutboxRelay({
    database: own.app,
    logger: silent,
    // The queue of this test's worker instead of everyone's.
    temporal: {
      startOnce: (request) => gateway.startOnce({ ...request, taskQueue: harness.taskQueue }),
      cancel: (workflowId) => gateway.cancel(workflowId),
      signalWithStart: (request) =>
        gateway.signalWithStart({
          ...request,
          taskQueue: harness.taskQueue,
          input: { ...request.input, windowMs: 1, idleMs: 1 },
        }),
    },
    consumers: eventConsumers,
    recomputeWindowMs: 1,
    random: Math.random,
    listen: (onNotify) => new OutboxListener(own.appUrl, onNotify, silent),
    onBacklog: () => undefined,
  });
});

afterAll(async () => {
  await relay.stop();
  await harness.close();
  await gateway.close();
  await own.close();
});

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await own.admin.raw('select pg_sleep(0.02)');
}

async function dirtied(organizationId: string): Promise<void> {
  await runInSystemScope(own.app, 'reconciler', (trx) =>
    new OutboxRepository(trx).append([
      {
        organizationId,
        eventType: 'capacity.dirtied',
        entityType: 'organization',
        entityId: organizationId,
        entityVersion: 1,
        actorUserId: null,
        requestId: `request-${randomUUID()}`,
      },
    ]),
  );
}

interface Week {
  net_minutes: number[];
}

const weeksOf = (personId: string): Promise<Week[]> =>
  own.admin('capacity_weeks').where({ person_id: personId }).select<Week[]>('net_minutes');
const dirtyCount = async (organizationId: string): Promise<number> =>
  (await own.admin('dirty_ranges').where({ organization_id: organizationId })).length;

test('an event in the outbox becomes a right ledger, and its history holds nothing that names the person', async () => {
  const organizationId = await insertOrganization(own.admin, { name: 'Canari & Fils' });
  const people = await Promise.all(
    ['Zoé Canari', 'Ana Canari', 'Max Canari'].map((name) => insertPerson(own.admin, organizationId, name)),
  );
  for (const personId of people) await insertDirtyRange(own.admin, { organizationId, personId });
  await dirtied(organizationId);
  await until(async () => (await dirtyCount(organizationId)) === 0);
  expect(await weeksOf(people[0]!)).toEqual([{ net_minutes: [420, 420, 420, 420, 420, 0, 0] }]);
  const handle = harness.client.workflow.getHandle(capacityWorkflowId(organizationId));
  expect(await handle.result()).toMatchObject({ peopleDone: 3, changedWeeks: 0 });
  const texts = [...decodedTexts(JSON.parse(historyToJSON(await handle.fetchHistory())))];
  expect(texts).toContain(organizationId);
  expect(texts.filter((text) => /canari|[\w.]+@[\w-]+\.[a-z]{2}/i.test(text))).toEqual([]);
});

test('the reconciler finds an organisation whose wake-up was lost, and it is recomputed', async () => {
  const organizationId = await insertOrganization(own.admin);
  const personId = await insertPerson(own.admin, organizationId);
  await insertDirtyRange(own.admin, { organizationId, personId, createdAt: new Date(Date.now() - 3_600_000) });
  const result: unknown = await harness.client.workflow.execute('reconcile', {
    workflowId: `reconcile-${randomUUID()}`,
    taskQueue: harness.taskQueue,
    args: [reconcileSchedule.input],
  });
  expect(result).toMatchObject({ stalledOrganizations: 1, requeuedOrganizations: 1 });
  await until(async () => (await dirtyCount(organizationId)) === 0);
  expect(await weeksOf(personId)).toHaveLength(1);
});

test('the audit finds a row that was tampered with, repairs it, and fails as LedgerDrift', async () => {
  const organizationId = await insertOrganization(own.admin);
  const personId = await insertPerson(own.admin, organizationId);
  await insertDirtyRange(own.admin, { organizationId, personId });
  await dirtied(organizationId);
  await until(async () => (await dirtyCount(organizationId)) === 0);
  const [right] = await weeksOf(personId);
  await own
    .admin('capacity_weeks')
    .where({ person_id: personId })
    .update({ net_minutes: [1, 2, 3, 4, 5, 6, 7] });
  const audit = harness.client.workflow.execute('nightlyAudit', {
    workflowId: `nightly-audit-${randomUUID()}`,
    taskQueue: harness.taskQueue,
    args: [{ organizationsPerPage: 10, sampleShare: 0.01, maxPeoplePerBatch: 50 }],
  });
  const error: unknown = await audit.then(
    () => null,
    (failure: unknown) => failure,
  );
  expect(error).toBeInstanceOf(WorkflowFailedError);
  const failure = (error as WorkflowFailedError).cause as ApplicationFailure;
  expect(failure.type).toBe('LedgerDrift');
  expect(failure.details).toEqual([expect.objectContaining({ differences: 1, drifted: [organizationId] })]);
  expect(await weeksOf(personId)).toEqual([right]);
});

test('the production input waits seconds, drains at most fifty people at once', () => {
  expect(capacityRecomputeInput('o1', 2_000)).toMatchObject({ windowMs: 2_000, maxPeoplePerBatch: 50 });
});
