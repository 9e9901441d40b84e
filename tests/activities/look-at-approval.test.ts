/** Notices on a real database: each once, whatever is away or crashes meanwhile. */
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import type { ApprovalLook } from '../../src/domains/approvals/approvals.contract';
import { createMailer, type Mail } from '../../src/platform/mailer';
import { DomainError } from '../../src/shared/domain-error';
import { startApi, type AnswerBody, type TestApi } from '../support/api';
import { startMailServer, type MailServer } from '../support/mail-server';
import { buildAllocationRequest, buildApprovalPolicy } from '../support/resources';
import { realActivities, run } from './activity-deps';

let api: TestApi;
let server: MailServer;
/** What `send` does beside keeping the mail. */
let afterSending: () => void;
const mails: Mail[] = [];
let id: string;

beforeAll(async () => {
  Runtime.install({ logger: new DefaultLogger('ERROR', () => undefined) });
  api = await startApi();
  server = await startMailServer();
  const approvers = ['owner', 'admin'].map((role) => ({ type: 'role', role }));
  await buildApprovalPolicy(api.as.owner, { levels: [{ approvers, rule: 'any' }] });
});
beforeEach(async () => {
  mails.length = 0;
  server.reset();
  afterSending = () => undefined;
  id = (await ask('For the launch')).id;
});
afterAll(async () => {
  await server.close();
  await api.close();
});

const ask = (message: string | null = null): Promise<AnswerBody> =>
  buildAllocationRequest(api.as.manager, { person_id: api.as.manager.personId, message });

const mailer = {
  send: (mail: Mail) => {
    mails.push(mail);
    afterSending();
    return Promise.resolve({ refused: [] });
  },
};
const look = (at = new Date()): Promise<ApprovalLook> => {
  const input = { organizationId: api.organizationId, approvalId: id, at: at.toISOString() };
  return run(realActivities(api.container.database, { mailer }).lookAtApproval, input);
};
const away = (): void => {
  throw new DomainError('dependency_unavailable', 'The mail server does not take the mail now.');
};

test('asks everybody once, with a link and no more than they may know, over SMTP', async () => {
  const input = { organizationId: api.organizationId, approvalId: id, at: new Date().toISOString() };
  const smtp = createMailer({
    smtpUrl: server.url,
    mailboxFolder: undefined,
    from: 'Plan Charge <no-reply@example.com>',
  });
  const activities = realActivities(api.container.database, { mailer: smtp, appUrl: 'https://plan.example.com' });
  expect(await run(activities.lookAtApproval, input)).toMatchObject({ state: 'pending', level: 1, sent: 2, unsent: 0 });
  expect(await run(activities.lookAtApproval, input)).toMatchObject({ sent: 0, unsent: 0 });
  expect(server.received).toHaveLength(2);
  const [first] = server.received;
  expect(first?.text).toContain(`https://plan.example.com/approvals/${id}`);
  expect(first?.text).toContain('For the launch');
});

test('while mail is away the request can be decided; what is still true then is sent once', async () => {
  afterSending = away;
  expect(await look()).toMatchObject({ state: 'pending', sent: 0, unsent: 2 });
  expect((await api.as.owner.post(`/approvals/${id}:approve`)).status).toBe(200);
  expect(await look()).toMatchObject({ state: 'approved', sent: 0, unsent: 1 });
  afterSending = () => undefined;
  mails.length = 0;
  expect(await look()).toMatchObject({ state: 'approved', sent: 1, unsent: 0 });
  expect(await look()).toMatchObject({ sent: 0, unsent: 0 });
  expect(mails.map(({ subject }) => subject)).toEqual([expect.stringMatching(/^Approved: an allocation/)]);
});

test('a crash after a mail was sent repeats it under the same message id at most', async () => {
  afterSending = () => {
    throw new Error('the process ended here');
  };
  await expect(look()).rejects.toThrow('the process ended here');
  afterSending = () => undefined;
  expect(await look()).toMatchObject({ sent: 2, unsent: 0 });
  expect(mails).toHaveLength(3);
  expect(mails[1]?.messageId).toBe(mails[0]?.messageId);
  expect(new Set(mails.map(({ messageId }) => messageId)).size).toBe(2);
});

test('whoever was asked hears that it was withdrawn, and nobody else', async () => {
  await look();
  mails.length = 0;
  await api.as.manager.post(`/approvals/${id}:cancel`);
  expect(await look()).toMatchObject({ state: 'cancelled', sent: 2 });
  expect(mails.map(({ subject }) => subject.split(':')[0])).toEqual(['Withdrawn', 'Withdrawn']);
  id = (await ask()).id;
  await api.as.manager.post(`/approvals/${id}:cancel`);
  expect(await look()).toMatchObject({ state: 'cancelled', sent: 0, unsent: 0 });
});

test('an unknown request is refused for good', async () => {
  id = '0198c2de-0000-7000-8000-000000000000';
  await expect(look()).rejects.toMatchObject({ code: 'not_found' });
});
