/** From a request over HTTP to mails, on real PostgreSQL and Temporal: what happened while nothing worked is made up for, once. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { approvalWorkflowId } from '../../src/domains/approvals/approvals.contract';
import { eventConsumers } from '../../src/domains/outbox/event-consumers';
import { OutboxListener } from '../../src/domains/outbox/outbox-listener';
import { startOutboxRelay, type OutboxRelay } from '../../src/domains/outbox/outbox-relay';
import type { Mail } from '../../src/platform/mailer';
import { createTemporalGateway, type TemporalGateway } from '../../src/platform/temporal-client';
import { realActivities, run, silent } from '../activities/activity-deps';
import { startApi, type AnswerBody, type TestApi } from '../support/api';
import { buildAllocationRequest, buildApprovalPolicy } from '../support/resources';
import { bundleNextRelease } from './next-release/bundle-next-release';
import { onTestServers, startHarness, type Harness } from './workflow-harness';

let api: TestApi;
let gateway: TemporalGateway;
let harness: Harness | undefined;
let relay: OutboxRelay | undefined;
const mails: Mail[] = [];

beforeAll(async () => {
  Runtime.install({ logger: new DefaultLogger('ERROR', () => undefined) });
  api = await startApi();
  const settings = {
    namespace: 'default',
    apiKey: undefined,
    tls: false,
    tlsCertPath: undefined,
    tlsKeyPath: undefined,
  };
  gateway = createTemporalGateway({ address: onTestServers().address, ...settings });
  const levels = ['admin', 'owner'].map((role) => ({ approvers: [{ type: 'role', role }], rule: 'any' }));
  await buildApprovalPolicy(api.as.owner, { levels });
});
afterAll(async () => {
  await relay?.stop();
  await harness?.close();
  await gateway.close();
  await api.close();
});

const ask = (): Promise<AnswerBody> =>
  buildAllocationRequest(api.as.manager, { person_id: api.as.viewer.personId, percent: 10 });

const mailer = {
  send: (mail: Mail) => {
    mails.push(mail);
    return Promise.resolve({ refused: [] });
  },
};
const startWorker = (more: Partial<Parameters<typeof startHarness>[0]> = {}): Promise<Harness> =>
  startHarness({
    ...onTestServers(),
    activities: realActivities(api.container.database, { temporal: gateway, mailer }),
    ...more,
  });

async function startWorking(): Promise<void> {
  const started = await startWorker();
  harness = started;
  relay = startOutboxRelay({
    database: api.container.database,
    logger: silent,
    // The queue of this test's worker instead of everyone's.
    temporal: {
      signalWithStart: (request) => gateway.signalWithStart({ ...request, taskQueue: started.taskQueue }),
      startOnce: (request) => gateway.startOnce({ ...request, taskQueue: started.taskQueue }),
      cancel: (workflowId) => gateway.cancel(workflowId),
    },
    consumers: eventConsumers,
    recomputeWindowMs: 1,
    random: Math.random,
    listen: (onNotify) => new OutboxListener(api.database.appUrl, onNotify, silent),
    onBacklog: () => undefined,
  });
}

const resultOf = (id: string): Promise<unknown> | undefined =>
  harness?.client.workflow.getHandle(approvalWorkflowId(id)).result();
const told = (id: string): string[] =>
  mails.filter(({ text }) => text.includes(id)).map(({ to, subject }) => `${to.join()} ${subject.split(':')[0] ?? ''}`);

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await api.database.admin.raw('select pg_sleep(0.02)');
}

const wakeLost = (olderThanMs: number) =>
  run(realActivities(api.container.database, { temporal: gateway }).wakeLostWorkflows, { olderThanMs, limit: 100 });

test('requests and decisions need no worker; it catches up, each mail once, and follows what comes', async () => {
  const addressOf = async (userId: string): Promise<string> =>
    (await api.database.admin('users').where({ id: userId }).first<{ email: string }>('email')).email;
  const [admin, owner, manager] = await Promise.all(
    [api.as.admin, api.as.owner, api.as.manager].map(({ userId }) => addressOf(userId)),
  );
  const [waiting, decided] = [await ask(), await ask()];
  await api.as.admin.post(`/approvals/${decided.id}:approve`);
  await api.as.owner.post(`/approvals/${decided.id}:approve`);
  await startWorking();

  await until(() => told(decided.id).length === 1 && told(waiting.id).length === 1);
  expect(await resultOf(decided.id)).toEqual({ state: 'approved', level: 2 });
  expect(told(decided.id)).toEqual([`${String(manager)} Approved`]);
  expect(told(waiting.id)).toEqual([`${String(admin)} Your approval is needed`]);

  await api.as.admin.post(`/approvals/${waiting.id}:approve`);
  await until(() => told(waiting.id).length === 2);
  await api.as.owner.post(`/approvals/${waiting.id}:decline`, { comment: 'No' });
  expect(await resultOf(waiting.id)).toEqual({ state: 'declined', level: 2 });
  expect(told(waiting.id).slice(1)).toEqual([
    `${String(owner)} Your approval is needed`,
    `${String(manager)} Declined`,
  ]);
  expect(new Set(mails.map(({ messageId }) => messageId)).size).toBe(mails.length);
});

test('a request goes on where it was with a new worker of the next release, whatever was decided in between', async () => {
  const [passed, waiting] = [await ask(), await ask()];
  await until(() => told(passed.id).length === 1 && told(waiting.id).length === 1);
  const taskQueue = harness?.taskQueue ?? '';
  await harness?.close();
  await api.as.admin.post(`/approvals/${passed.id}:approve`);
  harness = await startWorker({ taskQueue, bundle: await bundleNextRelease('with-patch') });
  await until(() => told(passed.id).length === 2);
  for (const { id } of [passed, waiting]) {
    if (id === waiting.id) await api.as.admin.post(`/approvals/${id}:approve`);
    await api.as.owner.post(`/approvals/${id}:approve`);
    expect(await resultOf(id)).toEqual({ state: 'approved', level: 2 });
  }
  const subjectsOf = (id: string): string[] => told(id).map((line) => line.split(' ').slice(1).join(' '));
  expect(subjectsOf(passed.id)).toEqual(['Your approval is needed', 'Your approval is needed', 'Approved']);
  expect(subjectsOf(waiting.id).filter((subject) => subject === 'Approved')).toHaveLength(1);
  expect(new Set(mails.map(({ messageId }) => messageId)).size).toBe(mails.length);
  const handle = harness.client.workflow.getHandle(approvalWorkflowId(passed.id));
  const history = JSON.parse(historyToJSON(await handle.fetchHistory())) as unknown;
  const builds = JSON.stringify(history).match(/"buildId":"[^"]+"/g) ?? [];
  expect(new Set(builds).size).toBe(2);
});

test('a request whose workflow was terminated gets one again, nobody is told twice, and a running one is left alone', async () => {
  const [lost, kept] = [await ask(), await ask()];
  await until(() => told(lost.id).length === 1 && told(kept.id).length === 1);
  const terminated = gateway.client.workflow.getHandle(approvalWorkflowId(lost.id));
  await terminated.terminate('by an operator');
  const running = async (): Promise<boolean[]> => {
    const ids = await gateway.runningIds('approval');
    return [lost, kept].map(({ id }) => ids.has(approvalWorkflowId(id)));
  };
  while ((await running()).join() !== 'false,true') await api.database.admin.raw('select pg_sleep(0.05)');

  expect(await wakeLost(600_000)).toEqual({ lostApprovals: 0, lostWebhooks: 0 }); // too young to be thought lost
  expect(await wakeLost(0)).toEqual({ lostApprovals: 1, lostWebhooks: 0 });
  while (!(await gateway.isRunning(approvalWorkflowId(lost.id)))) await api.database.admin.raw('select pg_sleep(0.02)');
  await api.as.admin.post(`/approvals/${lost.id}:approve`);
  await api.as.owner.post(`/approvals/${lost.id}:approve`);
  expect(await resultOf(lost.id)).toEqual({ state: 'approved', level: 2 });
  const subjects = told(lost.id).map((line) => line.split(' ').slice(1).join(' '));
  expect(subjects.filter((subject) => subject === 'Approved')).toHaveLength(1);
  expect(new Set(told(lost.id)).size).toBe(told(lost.id).length);
  expect(new Set(mails.map(({ messageId }) => messageId)).size).toBe(mails.length);
});

test('a notice that was left unsent when its request ended is found too', async () => {
  const request = await ask();
  await until(() => told(request.id).length === 1);
  await api.as.admin.post(`/approvals/${request.id}:approve`);
  await api.as.owner.post(`/approvals/${request.id}:approve`);
  await resultOf(request.id);
  await api.database
    .admin('approval_notices')
    .where({ approval_id: request.id, kind: 'outcome' })
    .update({ sent_at: null });
  const before = told(request.id).length;
  const running = async (): Promise<boolean> =>
    (await gateway.runningIds('approval')).has(approvalWorkflowId(request.id));
  while (await running()) await api.database.admin.raw('select pg_sleep(0.05)');
  expect((await wakeLost(0)).lostApprovals).toBeGreaterThan(0);
  await until(() => told(request.id).length === before + 1);
});
