/** Schedules of reports in the real scheduler: the row decides, clock changes lose and double nothing. */
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { ScheduleNotFoundError, ScheduleOverlapPolicy, type ScheduleHandle } from '@temporalio/client';
import { keepAllReportSchedules } from '../../src/domains/report-schedules/keep-report-schedules.command';
import { reportScheduleId } from '../../src/domains/report-schedules/report-schedules.contract';
import { fireTimes } from '../../src/domains/report-schedules/fire-times.rules';
import { newId } from '../../src/shared/ids';
import { tenantIdAttribute } from '../../temporal-config/search-attributes';
import type { AnswerBody } from '../support/api';
import { buildReportSchedule } from '../support/resources';
import { startReportSuite, type ReportSuite } from './report-harness';

jest.setTimeout(60_000);

let suite: ReportSuite;
beforeAll(async () => {
  suite = await startReportSuite();
});
afterAll(() => suite.close());

const handleOf = (id: string): ScheduleHandle => suite.temporal.client.schedule.getHandle(reportScheduleId(id));
const keepAll = () => {
  const { database, clock } = suite.api.container;
  return keepAllReportSchedules({ database, clock, temporal: suite.temporal, taskQueue: suite.harness.taskQueue });
};

async function tick(): Promise<void> {
  await suite.api.database.admin.raw('select pg_sleep(0.05)');
}

/** Asks the scheduler until it knows what the event will tell it. */
async function untilScheduler(id: string, isSo: (found: Awaited<ReturnType<ScheduleHandle['describe']>>) => boolean) {
  for (;;) {
    const found = await handleOf(id).describe().catch(nothingWhenUnknown);
    if (found !== undefined && isSo(found)) return found;
    await tick();
  }
}

function nothingWhenUnknown(error: unknown): undefined {
  if (!(error instanceof ScheduleNotFoundError)) throw error;
}

async function untilGone(id: string): Promise<void> {
  while ((await handleOf(id).describe().catch(nothingWhenUnknown)) !== undefined) await tick();
}

/** The runs of a schedule, once there are so many. */
async function runsOf(id: string, count: number): Promise<AnswerBody[]> {
  for (;;) {
    const { items } = (await suite.api.as.owner.get(`/report-schedules/${id}/runs`)).body;
    if (items.length >= count) return items;
    await tick();
  }
}

describe('the row decides', () => {
  test('created, changed, paused, resumed and deleted by the API', async () => {
    const { owner } = suite.api.as;
    const { id } = await buildReportSchedule(owner, { cron: '30 2 * * *' });
    const made = await untilScheduler(id, () => true);
    expect(made.spec.timezone).toBe('Europe/Paris');
    expect(made.policies).toMatchObject({ overlap: 'ALLOW_ALL', catchupWindow: 6 * 3_600_000 });
    await owner.patch(`/report-schedules/${id}`, { cron: '0 7 * * 1-5', timezone: 'Asia/Tokyo' });
    await untilScheduler(id, ({ spec }) => spec.timezone === 'Asia/Tokyo' && spec.calendars?.length === 1);
    await owner.post(`/report-schedules/${id}:pause`);
    await untilScheduler(id, ({ state }) => state.paused);
    await owner.post(`/report-schedules/${id}:resume`);
    await untilScheduler(id, ({ state }) => !state.paused);
    await owner.delete(`/report-schedules/${id}`);
    await untilGone(id);
  });

  test('what was deleted or paused by hand comes back, what no row knows goes, what is another installation’s stays', async () => {
    const { owner } = suite.api.as;
    const [lost, paused] = [await buildReportSchedule(owner), await buildReportSchedule(owner)];
    await untilScheduler(lost.id, () => true);
    await untilScheduler(paused.id, () => true);
    await handleOf(lost.id).delete();
    await handleOf(paused.id).pause('by hand');
    const [ours, foreign] = [newId(), newId()];
    for (const [id, organizationId] of [
      [ours, suite.api.organizationId],
      [foreign, newId()],
    ] as const) {
      await suite.temporal.client.schedule.create({
        scheduleId: reportScheduleId(id),
        spec: { intervals: [{ every: '30 days' }] },
        typedSearchAttributes: [{ key: tenantIdAttribute, value: organizationId }],
        action: {
          type: 'startWorkflow',
          workflowType: 'requestDueReport',
          taskQueue: suite.harness.taskQueue,
          args: [],
        },
      });
    }
    // The scheduler's list lags behind; the next pass finds what this one did not see yet.
    for (;;) {
      await keepAll();
      if ((await handleOf(ours).describe().catch(nothingWhenUnknown)) === undefined) break;
      await tick();
    }
    expect((await handleOf(lost.id).describe()).state.paused).toBe(false);
    expect((await handleOf(paused.id).describe()).state.paused).toBe(false);
    await handleOf(foreign).delete();
    await owner.delete(`/report-schedules/${lost.id}`);
    await owner.delete(`/report-schedules/${paused.id}`);
  });
});

describe('the days on which clocks change', () => {
  test('the scheduler’s own next times have the skipped time at the minute after the jump', async () => {
    const { id } = await buildReportSchedule(suite.api.as.owner, { cron: '30 2 22-31 3 0' });
    const { info } = await untilScheduler(id, () => true);
    const next = info.nextActionTimes.slice(0, 3).map((at) => at.toISOString());
    expect(next).toEqual(['2027-03-28T01:00:00.000Z', '2028-03-26T01:00:00.000Z', '2029-03-25T01:00:00.000Z']);
    const shown = (await suite.api.as.owner.get(`/report-schedules/${id}`)).body['next_run_at'];
    expect(shown).toBe(next[0]);
    await suite.api.as.owner.delete(`/report-schedules/${id}`);
  });

  test.each([
    [
      '30 2 * * *',
      [
        '2026-03-28T02:30',
        '2026-03-29T03:00',
        '2026-03-30T02:30',
        '2026-10-24T02:30',
        '2026-10-25T02:30',
        '2026-10-26T02:30',
      ],
    ],
    [
      '0 8 * * *',
      [
        '2026-03-28T08:00',
        '2026-03-29T08:00',
        '2026-03-30T08:00',
        '2026-10-24T08:00',
        '2026-10-25T08:00',
        '2026-10-26T08:00',
      ],
    ],
  ])('%s backfilled by the scheduler over both: one run a day', async (cron, expected) => {
    const { owner } = suite.api.as;
    const { id } = await buildReportSchedule(owner, { cron });
    await untilScheduler(id, () => true);
    const overlap = ScheduleOverlapPolicy.ALLOW_ALL;
    await handleOf(id).backfill([
      { start: new Date('2026-03-27T23:00:00Z'), end: new Date('2026-03-30T22:00:00Z'), overlap },
      { start: new Date('2026-10-23T22:00:00Z'), end: new Date('2026-10-26T23:00:00Z'), overlap },
    ]);
    const runs = await runsOf(id, 6);
    expect(runs.map((run) => String(run['run_key'])).sort()).toEqual(expected);
    // At the very instants that the API names for them.
    const { cron: stored, timezone } = (await owner.get(`/report-schedules/${id}`)).body;
    const [from, to] = [new Date('2026-03-27T23:00:00Z'), new Date('2026-10-26T23:00:00Z')];
    const due = fireTimes({ cron: String(stored), timezone: String(timezone) }, { from, to, limit: 1_000 });
    const instants = new Set(due.map((at) => at.toISOString()));
    expect(runs.filter((run) => !instants.has(String(run['scheduled_for'])))).toEqual([]);
    const again = await owner.post(`/report-schedules/${id}:backfill`, { from: '2026-03-28', to: '2026-03-30' });
    expect([again.body['queued'], again.body['existing']]).toEqual([0, 3]);
    expect(await runsOf(id, 6)).toHaveLength(6);
    await owner.delete(`/report-schedules/${id}`);
  });
});

test('a schedule that is paused asks for nothing, also when the scheduler does not know it yet', async () => {
  const { owner } = suite.api.as;
  const { id } = await buildReportSchedule(owner);
  await untilScheduler(id, () => true);
  await suite.api.database.admin('report_schedules').where({ id }).update({ state: 'paused' });
  const { client } = suite.temporal;
  const input = { organizationId: suite.api.organizationId, scheduleId: id };
  const started = { taskQueue: suite.harness.taskQueue, args: [input] };
  const workflowId = `report-due/${id}-by-hand`;
  expect(await client.workflow.execute('requestDueReport', { ...started, workflowId })).toEqual({ requested: false });
  expect((await owner.get(`/report-schedules/${id}/runs`)).body.items).toEqual([]);
  await owner.delete(`/report-schedules/${id}`);
});
