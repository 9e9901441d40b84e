/**
 * What a worker logs, on every level, names nobody and says no reason of an absence: its own lines, the relay's and the
 * Temporal SDK's, through a sync and an approval that go wrong in the middle.
 */
import { afterAll, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import { Runtime } from '@temporalio/worker';
import type { ActivityDeps } from '../../activities';
import { approvalWorkflowId } from '../../src/domains/approvals/approvals.contract';
import { applyMatching } from '../../src/domains/identities/apply-matching.command';
import { eventConsumers } from '../../src/domains/outbox/event-consumers';
import { OutboxListener } from '../../src/domains/outbox/outbox-listener';
import { startOutboxRelay } from '../../src/domains/outbox/outbox-relay';
import { SYNC_WORKFLOW, syncInput, syncWorkflowId, wakeSignal } from '../../src/domains/syncs/sync.contract';
import type { Database } from '../../src/platform/database';
import { createLogger } from '../../src/platform/logger';
import { createMailer } from '../../src/platform/mailer';
import { createTemporalGateway } from '../../src/platform/temporal-client';
import { temporalLogger } from '../../src/platform/temporal-logger';
import { tenantIdAttribute } from '../../temporal-config/search-attributes';
import { realActivities } from '../activities/activity-deps';
import { startApi, type TestApi } from '../support/api';
import { startMailServer } from '../support/mail-server';
import { buildAbsence, buildAbsenceType, buildApprovalPolicy } from '../support/resources';
import { startSyncSuite, type SyncSuite } from '../support/sync-suite';
import { onTestServers, startHarness, type Harness } from './workflow-harness';

jest.setTimeout(180_000);

const CANARY = 'canarini';
const lines: string[] = [];
const logger = createLogger('worker', 'trace', { write: (line) => lines.push(line) });
const endings: (() => Promise<unknown>)[] = [];

beforeAll(() => {
  Runtime.install({ logger: temporalLogger(logger) });
});
beforeEach(() => {
  lines.length = 0;
});
afterAll(async () => {
  for (const end of endings.reverse()) await end();
});

const telling = (): string[] => lines.filter((line) => line.toLowerCase().includes(CANARY));

async function startWorker(database: Database, changes: Partial<ActivityDeps>): Promise<Harness> {
  const harness = await startHarness({
    ...onTestServers(),
    activities: realActivities(database, { logger, ...changes }),
    logger,
  });
  endings.push(() => harness.close());
  return harness;
}

async function until(database: Database, condition: () => boolean): Promise<void> {
  while (!condition()) await database.raw('select pg_sleep(0.05)');
}

async function syncOf(suite: SyncSuite, { client, taskQueue }: Harness) {
  const { organizationId, payfit: connectionId } = suite;
  await suite.ask(connectionId, 'full');
  return client.workflow.signalWithStart(SYNC_WORKFLOW, {
    workflowId: syncWorkflowId(connectionId),
    taskQueue,
    args: [syncInput(organizationId, connectionId)],
    signal: wakeSignal.name,
    signalArgs: [],
    typedSearchAttributes: [{ key: tenantIdAttribute, value: organizationId }],
  });
}

test('a sync: rows that do not fit, a provider at fault, and a database that refuses a row and quotes it', async () => {
  const suite = await startSyncSuite({ applyMatching });
  endings.push(() => suite.close());
  const { rows, faults } = suite.on.fakes.payfit;
  const contract = rows.all('contract').at(-1) as { contractId: string; collaboratorId: string };
  rows.change('collaborator', contract.collaboratorId, { firstName: 'Ana', lastName: CANARY });
  const moment = { startDate: { date: '2026-12-07', moment: 'beginning-of-day' }, endDate: { date: '2026-12-09' } };
  rows.add('absence', { id: `a-${CANARY}`, contractId: contract.contractId, ...moment, type: CANARY });
  faults.set({ serverErrors: 1, brokenRows: 2 });
  const { admin } = suite.database;
  await admin.raw(`alter table people add constraint no_such_name check (full_name !~* '${CANARY}')`);
  const handle = await syncOf(suite, await startWorker(suite.database.app, { sync: suite.steps }));
  await until(admin, () => lines.some((line) => line.includes('no_such_name')));
  await admin.raw('alter table people drop constraint no_such_name');
  expect(await handle.result()).toEqual({ runs: 1 });
  expect(await admin('people').whereILike('full_name', `%${CANARY}%`)).toHaveLength(1);
  expect(telling()).toEqual([]);
});

async function startRelay(api: TestApi, { taskQueue }: Harness): Promise<void> {
  const settings = {
    namespace: 'default',
    apiKey: undefined,
    tls: false,
    tlsCertPath: undefined,
    tlsKeyPath: undefined,
  };
  const gateway = createTemporalGateway({ address: onTestServers().address, ...settings });
  const relay = startOutboxRelay({
    database: api.container.database,
    logger,
    temporal: {
      signalWithStart: (request) => gateway.signalWithStart({ ...request, taskQueue }),
      startOnce: (request) => gateway.startOnce({ ...request, taskQueue }),
      cancel: (workflowId) => gateway.cancel(workflowId),
    },
    consumers: eventConsumers,
    recomputeWindowMs: 1,
    random: Math.random,
    listen: (onNotify) => new OutboxListener(api.database.appUrl, onNotify, logger),
    onBacklog: () => undefined,
  });
  endings.push(
    () => gateway.close(),
    () => relay.stop(),
  );
}

test('an approval of leave: reason and comment, a mail server that asks to wait and one that knows nobody', async () => {
  const api = await startApi();
  endings.push(() => api.close());
  const mail = await startMailServer();
  endings.push(() => mail.close());
  const { admin } = api.database;
  const address = `ana@${CANARY}.example.com`;
  await admin('users').where({ id: api.as.owner.userId }).update({ full_name: CANARY, email: address });
  await admin('people')
    .where({ id: api.as.member.personId })
    .update({ full_name: `Ana ${CANARY}` });
  mail.refuse(address, 451);
  const mailer = createMailer({ smtpUrl: mail.url, mailboxFolder: undefined, from: 'plan@example.com' });
  const harness = await startWorker(api.container.database, { mailer });
  await startRelay(api, harness);
  await buildApprovalPolicy(api.as.owner, { kind: 'absence' });
  await buildAbsenceType(api.as.owner, { key: `${CANARY}_leave`, label: CANARY });
  await buildAbsence(api.as.member, {
    person_id: api.as.member.personId,
    type: `${CANARY}_leave`,
    notes: CANARY,
    status: 'requested',
  });
  const { items } = (await api.as.owner.get('/approvals?mine=true')).body;
  const id = String(items[0]?.id);
  await until(admin, () => lines.some((line) => line.includes('a mail about an approval waits')));
  mail.refuse(address, 550);
  await api.as.owner.post(`/approvals/${id}:approve`, { comment: CANARY });
  await harness.client.workflow.getHandle(approvalWorkflowId(id)).result();
  expect(lines.length).toBeGreaterThan(0);
  expect(telling()).toEqual([]);
});
