/** End to end on real PostgreSQL, Temporal and SMTP: what the API promises by mail arrives, also when something is away meanwhile. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { WorkflowNotFoundError, type WorkflowFailedError, type WorkflowHandle } from '@temporalio/client';
import type { ApplicationFailure } from '@temporalio/common';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { eventConsumers } from '../../src/domains/outbox/event-consumers';
import { OutboxListener } from '../../src/domains/outbox/outbox-listener';
import { startOutboxRelay, type OutboxRelay } from '../../src/domains/outbox/outbox-relay';
import { createMailer } from '../../src/platform/mailer';
import { createTemporalGateway, temporalSettings, type TemporalGateway } from '../../src/platform/temporal-client';
import { realActivities, silent } from '../activities/activity-deps';
import { decodedTexts } from '../replay/decoded-texts';
import { buildAccount, logIn, PASSWORD } from '../support/accounts';
import { startApi, type TestApi } from '../support/api';
import { startMailServer, type MailServer, type ReceivedMail } from '../support/mail-server';
import { buildInvitation } from '../support/resources';
import { onTestServers, startHarness, type Harness } from './workflow-harness';

let api: TestApi;
let mail: MailServer;
let harness: Harness;
let gateway: TemporalGateway;
let relay: OutboxRelay;
/** Errors that Temporal answers with before it works. */
const outages: Error[] = [];

beforeAll(async () => {
  Runtime.install({ logger: new DefaultLogger('ERROR', () => undefined) });
  api = await startApi();
  mail = await startMailServer();
  const { config, database, linkTokens } = api.container;
  const mailer = createMailer({
    smtpUrl: mail.url,
    mailboxFolder: undefined,
    from: 'Plan Charge <no-reply@example.com>',
  });
  const deps = { mailer, linkTokens, appUrl: 'https://plan.example.com' };
  harness = await startHarness({ ...onTestServers(), activities: realActivities(database, deps) });
  gateway = createTemporalGateway(temporalSettings({ ...config.temporal, address: onTestServers().address }));
  relay = startOutboxRelay({
    database,
    logger: silent,
    temporal: {
      signalWithStart: () => Promise.resolve(),
      cancel: () => Promise.resolve(),
      startOnce: async (request) => {
        const outage = outages.shift();
        if (outage !== undefined) throw outage;
        await gateway.startOnce({ ...request, taskQueue: harness.taskQueue });
      },
    },
    consumers: eventConsumers,
    recomputeWindowMs: 1,
    random: () => 0,
    listen: (onNotify) => new OutboxListener(config.databaseUrl ?? '', onNotify, silent),
    onBacklog: () => undefined,
    pollMs: 50,
  });
});
beforeEach(() => {
  mail.reset();
});
afterEach(() => api.clock.reset());
afterAll(async () => {
  await relay.stop();
  await harness.close();
  await gateway.close();
  await mail.close();
  await api.close();
});

/** The one mail to this address, once it is there. */
async function mailTo(address: unknown): Promise<ReceivedMail> {
  for (;;) {
    const found = mail.received.filter(({ to }) => to.includes(String(address)));
    if (found[0] !== undefined) return found[0];
    await api.database.admin.raw('select pg_sleep(0.02)');
  }
}

/** Long lines of a mail are folded with `=` at their end, and a `=` of the text is `=3D`. */
const tokenIn = ({ text }: ReceivedMail): string =>
  /token=([\w-]{43})/.exec(text.replaceAll(/=\r\n/g, '').replaceAll('=3D', '='))?.[1] ?? '';

/** The run of a workflow, once it was started. */
async function runOf(workflowId: string): Promise<WorkflowHandle> {
  const handle = gateway.client.workflow.getHandle(workflowId);
  for (;;) {
    try {
      await handle.describe();
      return handle;
    } catch (error) {
      if (!(error instanceof WorkflowNotFoundError)) throw error;
    }
    await api.database.admin.raw('select pg_sleep(0.02)');
  }
}

test('an invitation arrives with the link of the answer, whose token joins; its history names nobody and opens nothing', async () => {
  const invited = await buildInvitation(api.as.admin);
  const received = await mailTo(invited['email']);
  expect(received.text).toMatch(/Message-ID:\s+<invitation\./);
  const token = tokenIn(received);
  expect(String(invited['invitation_url'])).toContain(token);
  const joined = await api.anonymous.post('/auth/accept-invitation', {
    token,
    full_name: 'Zoé Canari',
    password: PASSWORD,
  });
  expect(joined.status).toBe(200);
  const handle = await runOf(`mail/invitation/${invited.id}/1`);
  expect(await handle.result()).toEqual({ outcome: 'sent' });
  const texts = [...decodedTexts(JSON.parse(historyToJSON(await handle.fetchHistory())))];
  expect(texts).toContain(invited.id);
  expect(texts.filter((text) => text.includes(token) || /canari|[\w.-]+@[\w-]+\.[a-z]{2}/i.test(text))).toEqual([]);
});

test('a link for a forgotten password arrives and opens', async () => {
  const { email } = await buildAccount(api);
  expect((await api.anonymous.post('/auth/forgot-password', { email })).status).toBe(202);
  const token = tokenIn(await mailTo(email));
  const reset = { token, new_password: 'an even better battery' };
  expect((await api.anonymous.post('/auth/reset-password', reset)).status).toBe(204);
  expect((await logIn(api, email, { password: reset.new_password })).status).toBe(200);
});

test('with Temporal away mail waits in the outbox and goes out once it is back', async () => {
  const cause = Object.assign(new Error('away'), { code: 14, details: '', metadata: {} });
  outages.push(new Error('no server', { cause }), new Error('no server', { cause }));
  const invited = await buildInvitation(api.as.admin);
  expect(tokenIn(await mailTo(invited['email']))).not.toBe('');
  expect(outages).toEqual([]);
});

test('with the mail server away it is tried again until it is taken', async () => {
  const email = 'later@example.com';
  mail.refuse(email, 451);
  const invited = await buildInvitation(api.as.admin, { email });
  const handle = await runOf(`mail/invitation/${invited.id}/1`);
  for (;;) {
    const [pending] = (await handle.describe()).raw.pendingActivities ?? [];
    if ((pending?.attempt ?? 1) > 1) break;
  }
  mail.reset();
  await mailTo(email);
  expect(await handle.result()).toEqual({ outcome: 'sent' });
});

test('mail that is refused for good is not tried again, and the history says so by a code', async () => {
  const email = 'canari@example.com';
  mail.refuse(email, 550);
  const invited = await buildInvitation(api.as.admin, { email });
  const handle = await runOf(`mail/invitation/${invited.id}/1`);
  const error: unknown = await handle.result().catch((failure: unknown) => failure);
  const failure = (error as WorkflowFailedError).cause?.cause as ApplicationFailure;
  expect([failure.type, failure.nonRetryable]).toEqual(['mail_refused', true]);
  const texts = [...decodedTexts(JSON.parse(historyToJSON(await handle.fetchHistory())))];
  expect(texts.filter((text) => text.includes('canari'))).toEqual([]);
});

test('an invitation that was taken back before its mail was written is not sent', async () => {
  const cause = Object.assign(new Error('away'), { code: 14, details: '', metadata: {} });
  outages.push(...Array.from({ length: 4 }, () => new Error('no server', { cause })));
  const invited = await buildInvitation(api.as.admin);
  await api.as.admin.delete(`/members/${invited.id}`);
  const handle = await runOf(`mail/invitation/${invited.id}/1`);
  expect(await handle.result()).toEqual({ outcome: 'superseded' });
  expect(mail.received).toEqual([]);
});
