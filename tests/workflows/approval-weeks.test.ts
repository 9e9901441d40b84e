/**
 * A request through three levels and three weeks, on the time-skipping server with a real database: a holiday, days off, the
 * leave of an approver, a chain of delegations and two escalations. Every mail is due when its receiver works, and sent once.
 */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { WorkflowHandle } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { approvalWorkflowId, approvalWorkflowInput } from '../../src/domains/approvals/approvals.contract';
import { instantAt } from '../../src/domains/approvals/zoned-time.rules';
import type { Mail } from '../../src/platform/mailer';
import { noTracing, workflowSpanSinks } from '../../src/platform/tracing';
import { addDays, fromEpochDay, mondayOf, toEpochDay } from '../../src/shared/calendar-dates';
import { realActivities } from '../activities/activity-deps';
import { decodedTexts } from '../replay/decoded-texts';
import { startApi, type SignedIn, type TestApi } from '../support/api';
import { testServers } from '../support/server-handover';
import { buildAbsence, buildApprovalPolicy, create } from '../support/resources';

const PARIS = 'Europe/Paris';
const HOUR_MS = 3_600_000;
let api: TestApi;
let env: TestWorkflowEnvironment;
let worker: Worker;
let running: Promise<void>;
const mails: Mail[] = [];
const taskQueue = `test-${randomUUID()}`;
const people: Record<string, SignedIn> = {};
/** The Monday of the first whole week. */
let monday: string;

beforeAll(async () => {
  Runtime.install({ logger: new DefaultLogger('ERROR', () => undefined) });
  api = await startApi();
  const path = testServers().timeSkippingServerPath;
  env = await TestWorkflowEnvironment.createTimeSkipping({ server: { executable: { type: 'existing-path', path } } });
  worker = await Worker.create({
    connection: env.nativeConnection,
    taskQueue,
    workflowBundle: { codePath: testServers().workflowBundlePath },
    activities: realActivities(api.container.database, {
      mailer: {
        send: (mail) => {
          mails.push(mail);
          return Promise.resolve({ refused: [] });
        },
      },
    }),
    sinks: workflowSpanSinks(noTracing()),
  });
  running = worker.run();
  monday = addDays(
    fromEpochDay(mondayOf(toEpochDay(new Date(await env.currentTimeMs()).toISOString().slice(0, 10)))),
    14,
  );
  for (const name of ['anna', 'dora', 'emil', 'ben', 'cleo']) {
    people[name] = await api.signIn({ role: 'manager', organizationId: api.organizationId });
  }
});
afterAll(async () => {
  worker.shutdown();
  await running;
  await env.teardown();
  await api.close();
});

const who = (name: string): SignedIn => people[name] ?? api.as[name as 'owner'];
const user = (name: string): object => ({ type: 'user', user_id: who(name).userId });
const day = (days: number): string => addDays(monday, days);

/** Lets the time pass until `hour` o'clock in Paris of a day counted from the Monday. */
async function goTo(days: number, hour: number): Promise<void> {
  const instant = instantAt({ date: day(days), msOfDay: hour * HOUR_MS }, PARIS);
  await env.sleep(instant.getTime() - (await env.currentTimeMs()));
  api.clock.set(instant.toISOString());
}

async function arrange(): Promise<void> {
  const organization_id = api.organizationId;
  const { id: calendar_id } = await api.factory.calendar({ organization_id });
  await api.factory.holiday({ organization_id, calendar_id, date: day(0), label: 'A holiday' });
  await api.factory.personCalendar({ organization_id, calendar_id, person_id: who('anna').personId });
  const leave = { start_date: day(2), end_date: day(4) };
  await api.factory.absence({ organization_id, person_id: who('anna').personId, ...leave });
  await api.factory.personWorkPattern({ organization_id, person_id: who('cleo').personId }); // Monday to Thursday
  await api.as.owner.patch(`/people/${String(who('member').personId)}`, { manager_id: who('anna').personId });
  for (const [from, to] of [
    ['anna', 'dora'],
    ['dora', 'emil'],
    ['emil', 'anna'],
  ] as const) {
    const dates = { starts_on: day(2), ends_on: day(4) };
    await create(who(from), '/delegations', { from_user_id: who(from).userId, to_user_id: who(to).userId, ...dates });
  }
  await buildApprovalPolicy(api.as.owner, {
    kind: 'absence',
    levels: [
      {
        approvers: [{ type: 'line_manager' }],
        rule: 'any',
        remind_after: 'P2D',
        escalate_after: 'P1W',
        escalate_to: { type: 'role', role: 'admin' },
      },
      { approvers: [user('ben'), user('cleo')], rule: 'all', remind_after: 'P1D' },
      {
        approvers: [{ type: 'role', role: 'owner' }],
        rule: 'any',
        remind_after: 'P3D',
        escalate_after: 'P5D',
        escalate_to: { type: 'role', role: 'admin' },
      },
    ],
  });
}

async function request(): Promise<{ id: string; absenceId: string; handle: WorkflowHandle }> {
  const absence = await buildAbsence(api.as.member, {
    person_id: api.as.member.personId,
    start_date: day(42),
    end_date: day(46),
  });
  const { body } = await api.as.member.get('/approvals?state=pending');
  const id = body.items[0]?.id ?? '';
  const handle = await env.client.workflow.signalWithStart('approval', {
    workflowId: approvalWorkflowId(id),
    taskQueue,
    args: [approvalWorkflowInput(api.organizationId, id)],
    signal: 'wake',
  });
  return { id, absenceId: absence.id, handle };
}

test('everybody hears of it when they work, the delegate of a delegate decides, and at the end the ledger has it', async () => {
  await goTo(-4, 10); // a Thursday
  await arrange();
  const { id, absenceId, handle } = await request();
  const approve = async (name: string): Promise<unknown> => {
    const { status, body } = await who(name).post(`/approvals/${id}:approve`);
    await handle.signal('wake');
    return [status, body.state];
  };
  await goTo(3, 15);
  expect(await approve('emil')).toEqual([200, 'pending']);
  await goTo(7, 12);
  expect(await approve('ben')).toEqual([200, 'pending']);
  await goTo(8, 10);
  expect(await approve('cleo')).toEqual([200, 'pending']);
  await goTo(15, 11);
  expect((await api.as.owner.get(`/approvals/${id}`)).body).toMatchObject({ state: 'pending', current_level: 3 });
  expect(await approve('owner')).toEqual([200, 'approved']);
  expect(await handle.result()).toEqual({ state: 'approved', level: 3 });

  expect(await noticesOf(id)).toEqual([
    [-4, '10:00', 'anna', 'asked 0'],
    [1, '09:00', 'anna', 'reminder 2'], // of Saturday and Monday, a holiday
    [2, '09:00', 'dora', 'asked 0'],
    [2, '09:00', 'emil', 'asked 0'],
    [2, '10:00', 'dora', 'reminder 3'],
    [2, '10:00', 'emil', 'reminder 3'],
    [3, '10:00', 'admin', 'escalation 0'],
    [3, '15:00', 'ben', 'asked 0'],
    [3, '15:00', 'cleo', 'asked 0'],
    [4, '15:00', 'ben', 'reminder 1'],
    [7, '09:00', 'ben', 'reminder 3'],
    [7, '09:00', 'cleo', 'reminder 3'], // who does not work on Fridays
    [7, '15:00', 'cleo', 'reminder 4'],
    [8, '10:00', 'owner', 'asked 0'],
    [11, '10:00', 'owner', 'reminder 1'],
    [14, '09:00', 'admin', 'escalation 0'], // of Sunday
    [15, '11:00', 'member', 'outcome 0'],
  ]);
  expect(mails).toHaveLength(17);
  expect(new Set(mails.map((mail) => mail.messageId)).size).toBe(17);
  expect((await api.as.member.get(`/absences/${absenceId}`)).body['status']).toBe('approved');
  const days = `/capacity/days?person_id=${String(api.as.member.personId)}&from=${day(42)}&to=${day(42)}`;
  expect((await api.as.viewer.get(days)).body.items[0]).toMatchObject({ net_minutes: 0, absence_minutes: 420 });
  const texts = [...decodedTexts(JSON.parse(historyToJSON(await handle.fetchHistory())))];
  expect(texts).toContain(id);
  expect(texts.filter((text) => /[\w.]+@[\w-]+\.[a-z]{2}|Some User/i.test(text))).toEqual([]);
});

/** Day counted from the Monday, local time, receiver and kind of every notice that was sent, in the order they were noted. */
async function noticesOf(id: string): Promise<[number, string, string, string][]> {
  const rows = await api.database
    .admin('approval_notices')
    .where({ approval_id: id, failed_code: null })
    .whereNotNull('sent_at')
    .select<{ kind: string; sequence: number; recipient_user_id: string; created_at: Date }[]>('*');
  const nameOf = (userId: string): string =>
    [...Object.keys(people), ...Object.keys(api.as)].find((name) => who(name).userId === userId) ?? userId;
  return rows
    .map(({ kind, sequence, recipient_user_id, created_at }) => {
      const local = new Intl.DateTimeFormat('sv-SE', {
        timeZone: PARIS,
        dateStyle: 'short',
        timeStyle: 'short',
      }).format(created_at);
      const [date = '', time = ''] = local.split(' ');
      const days = toEpochDay(date) - toEpochDay(monday);
      return [days, time, nameOf(recipient_user_id), `${kind} ${String(sequence)}`] as [number, string, string, string];
    })
    .sort((a, b) => a[0] - b[0] || a[1].localeCompare(b[1]) || a[2].localeCompare(b[2]));
}
