/**
 * A request of each kind through three levels and three weeks, on the time-skipping server with a real database: a holiday, days
 * off, the leave of an approver, a chain of delegations, two escalations, the next release in the middle and a night without
 * any worker. Every mail is due when its receiver works, and sent once; the effect comes with the last vote, once.
 */
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { DeterminismViolationError } from '@temporalio/workflow';
import type { ApprovalKind } from '../../src/domains/approvals/approvals.types';
import { noTracing, workflowSpanSinks } from '../../src/platform/tracing';
import { decodedTexts } from '../replay/decoded-texts';
import type { ApiAnswer } from '../support/api';
import { testServers } from '../support/server-handover';
import { buildAbsence, buildAllocation, buildApprovalPolicy, create } from '../support/resources';
import { startTimeSkipping, Weeks, type Bundle } from './approval-weeks-harness';
import { bundleNextRelease } from './next-release/bundle-next-release';

/** Asks for everything. Being an admin, she could decide what others ask at an escalation, but nothing of her own. */
const RITA = 'admin-rita';
const CLOSED_MONTH = '2025-03';
const BUNDLE_LIMIT_MS = 120_000;
const STORY_LIMIT_MS = 120_000;

let env: TestWorkflowEnvironment;
let running: Weeks | undefined;
/** The code of the run, the next release, and one that nobody should deploy. */
let before: Bundle;
let after: Bundle;
let careless: Bundle;

beforeAll(async () => {
  // The test server lacks what newer ones say they have, and the careless release makes the native side warn.
  Runtime.install({
    logger: new DefaultLogger('ERROR', () => undefined),
    telemetryOptions: { logging: { filter: { core: 'ERROR', other: 'ERROR' } } },
  });
  before = { codePath: testServers().workflowBundlePath };
  env = await startTimeSkipping();
  after = await bundleNextRelease('with-patch');
  careless = await bundleNextRelease('without-patch');
}, BUNDLE_LIMIT_MS);
afterEach(() => running?.end());
afterAll(() => env.teardown());

async function arrange(weeks: Weeks, kind: ApprovalKind): Promise<void> {
  const { api, day } = { api: weeks.api, day: (days: number) => weeks.day(days) };
  const who = (name: string) => weeks.who(name);
  const organization_id = api.organizationId;
  const { id: calendar_id } = await api.factory.calendar({ organization_id });
  await api.factory.holiday({ organization_id, calendar_id, date: day(0), label: 'A holiday' });
  await api.factory.personCalendar({ organization_id, calendar_id, person_id: who('anna').personId });
  const leave = { start_date: day(2), end_date: day(4) };
  await api.factory.absence({ organization_id, person_id: who('anna').personId, ...leave });
  await api.factory.personWorkPattern({ organization_id, person_id: who('cleo').personId }); // Monday to Thursday
  for (const name of ['member', RITA]) {
    await api.as.owner.patch(`/people/${String(who(name).personId)}`, { manager_id: who('anna').personId });
  }
  for (const [from, to] of [
    ['anna', 'dora'],
    ['dora', 'emil'],
    ['emil', 'anna'],
  ] as const) {
    const dates = { starts_on: day(2), ends_on: day(4) };
    await create(who(from), '/delegations', { from_user_id: who(from).userId, to_user_id: who(to).userId, ...dates });
  }
  const user = (name: string): object => ({ type: 'user', user_id: who(name).userId });
  const toAdmins = { escalate_to: { type: 'role', role: 'admin' } };
  const byOwner = { approvers: [{ type: 'role', role: 'owner' }], remind_after: 'P3D', escalate_after: 'P5D' };
  await buildApprovalPolicy(api.as.owner, {
    kind,
    levels: [
      {
        ...{ approvers: [{ type: 'line_manager' }], rule: 'any', remind_after: 'P2D', escalate_after: 'P1W' },
        ...toAdmins,
      },
      { approvers: [user('ben'), user('cleo')], rule: 'all', remind_after: 'P1D' },
      { ...byOwner, rule: 'any', ...toAdmins },
    ],
  });
}

interface Story {
  /** Asks as Rita; answers the request's id and how to look at what it is for. */
  ask(weeks: Weeks): Promise<{ id: string; effect: () => Promise<unknown> }>;
  waiting: unknown;
  done: unknown;
}

/** The fifth week after, and its Monday of one person by minutes. */
const week = (weeks: Weeks): { start_date: string; end_date: string } => ({
  start_date: weeks.day(42),
  end_date: weeks.day(46),
});
async function minutesOf(weeks: Weeks, name: string, figure: string): Promise<unknown> {
  const query = `person_id=${String(weeks.who(name).personId)}&from=${weeks.day(42)}&to=${weeks.day(42)}`;
  return (await weeks.api.as.viewer.get(`/capacity/days?${query}`)).body.items[0]?.[figure];
}
async function timesOf(weeks: Weeks, event: string, entity_id: string): Promise<number> {
  return (await weeks.api.database.admin('audit_events').where({ event, entity_id })).length;
}
function accepted({ status, body, text }: ApiAnswer): string {
  if (status !== 202) throw new Error(text);
  return ((body['approval'] ?? body) as { id: string }).id;
}

const STORIES: Record<ApprovalKind, Story> = {
  absence: {
    ask: async (weeks) => {
      const rita = weeks.who(RITA);
      const { id: absenceId } = await buildAbsence(rita, {
        ...week(weeks),
        person_id: rita.personId,
        status: 'requested',
      });
      const { body } = await rita.get('/approvals?state=pending');
      const statusOf = async (): Promise<unknown> => (await rita.get(`/absences/${absenceId}`)).body['status'];
      const effect = async (): Promise<unknown> => [
        await statusOf(),
        await minutesOf(weeks, RITA, 'absence_minutes'),
        await timesOf(weeks, 'absence.updated', absenceId),
      ];
      return { id: body.items[0]?.id ?? '', effect };
    },
    waiting: ['requested', 0, 0],
    done: ['approved', 420, 1],
  },
  allocation_request: {
    ask: async (weeks) => {
      const person_id = weeks.who('member').personId;
      const asked = await weeks.who(RITA).post('/allocation-requests', { ...week(weeks), person_id, percent: 50 });
      const { id: allocationId } = asked.body['subject'] as { id: string };
      const effect = async (): Promise<unknown> => [
        (await weeks.api.as.viewer.get(`/allocations/${allocationId}`)).status,
        await minutesOf(weeks, 'member', 'firm_minutes'),
        await timesOf(weeks, 'allocation.created', allocationId),
      ];
      return { id: accepted(asked), effect };
    },
    waiting: [404, 0, 0],
    done: [200, 210, 1],
  },
  over_allocation: {
    ask: async (weeks) => {
      const body = { ...week(weeks), person_id: weeks.who('member').personId };
      await buildAllocation(weeks.api.as.owner, body);
      const more = { ...body, percent: 50, conflict_reason: 'The launch' };
      const asked = await weeks.who(RITA).post('/allocations?on_conflict=accept', more);
      const effect = async (): Promise<unknown> => {
        const { body: found } = await weeks.api.as.viewer.get(`/conflicts?person_id=${String(body.person_id)}`);
        return [
          (await weeks.api.as.viewer.get(`/allocations/${asked.body.id}`)).body['status'],
          await minutesOf(weeks, 'member', 'over_minutes'),
          found.items.map(({ state }) => state),
        ];
      };
      return { id: accepted(asked), effect };
    },
    waiting: ['tentative', 0, []],
    done: ['firm', 210, ['accepted']],
  },
  period_close: {
    ask: async (weeks) => {
      const asked = await weeks.who(RITA).post(`/periods/${CLOSED_MONTH}:close`);
      const effect = async (): Promise<unknown> => {
        const { body } = await weeks.api.as.owner.get('/periods');
        const period = body.items.find(({ month }) => month === CLOSED_MONTH);
        return [period?.state, await timesOf(weeks, 'period.closed', String(period?.id))];
      };
      return { id: accepted(asked), effect };
    },
    waiting: ['open', 0],
    done: ['closed', 1],
  },
};

test.each(Object.entries(STORIES) as [ApprovalKind, Story][])(
  '%s: everybody hears of it when they work, the delegate of a delegate decides, new workers go on, and it is done once',
  async (kind, story) => {
    const weeks = await Weeks.begin(env, ['anna', 'dora', 'emil', 'ben', 'cleo', RITA]);
    running = weeks;
    await weeks.deploy(before);
    await weeks.goTo(-4, 10); // a Thursday
    await arrange(weeks, kind);
    const { id, effect } = await story.ask(weeks);
    const handle = await weeks.wake(id);
    await weeks.goTo(2, 12);
    await weeks.deploy(after); // in the middle of the first level
    await weeks.goTo(3, 15);
    expect(await weeks.approve('emil', id)).toEqual([200, 'pending']);
    await weeks.goTo(7, 12);
    expect(await weeks.approve('ben', id)).toEqual([200, 'pending']);
    await weeks.goTo(8, 10);
    expect(await weeks.approve('cleo', id)).toEqual([200, 'pending']);
    await weeks.goTo(11, 12);
    await weeks.stopWorker(); // for the night: nothing is due, else the server would hold the time until somebody works
    await weeks.goTo(12, 9);
    await weeks.deploy(after);
    await weeks.goTo(15, 11);
    expect((await weeks.api.as.owner.get(`/approvals/${id}`)).body).toMatchObject({
      state: 'pending',
      current_level: 3,
    });
    expect(await effect()).toEqual(story.waiting);
    expect(await weeks.approve('owner', id)).toEqual([200, 'approved']);
    expect(await handle.result()).toEqual({ state: 'approved', level: 3 });
    expect(await weeks.approve('admin', id)).toEqual([409, 'already_decided']); // to whom it has escalated

    expect(await weeks.noticesOf(id)).toEqual([
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
      [15, '11:00', RITA, 'outcome 0'],
    ]);
    expect(weeks.mails).toHaveLength(17);
    expect(new Set(weeks.mails.map((mail) => mail.messageId)).size).toBe(17);
    expect(await effect()).toEqual(story.done);

    const history = JSON.parse(historyToJSON(await handle.fetchHistory())) as unknown;
    const sinks = workflowSpanSinks(noTracing());
    for (const workflowBundle of [before, after]) await Worker.runReplayHistory({ workflowBundle, sinks }, history);
    const wrong = Worker.runReplayHistory({ workflowBundle: careless, sinks }, history);
    await expect(wrong).rejects.toThrow(DeterminismViolationError);
    const texts = [...decodedTexts(history)];
    expect(texts).toContain(id);
    expect(texts.filter((text) => /[\w.]+@[\w-]+\.[a-z]{2}|Some User/i.test(text))).toEqual([]);
  },
  STORY_LIMIT_MS,
);
