/** Schedules of reports in the real scheduler: the row decides, clock changes lose and double nothing. */
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { ScheduleNotFoundError, ScheduleOverlapPolicy, type ScheduleHandle } from '@temporalio/client';
import { keepAllReportSchedules } from '../../src/domains/report-schedules/keep-report-schedules.command';
import { reportScheduleId } from '../../src/domains/report-schedules/report-schedules.contract';
import { fireTimes } from '../../src/domains/report-schedules/fire-times.rules';
import { createTemporalGateway, temporalSettings } from '../../src/platform/temporal-client';
import { addDays, toEpochDay, weekdayOf } from '../../src/shared/calendar-dates';
import { newId } from '../../src/shared/ids';
import { tenantIdAttribute } from '../../temporal-config/search-attributes';
import type { AnswerBody } from '../support/api';
import { buildReportSchedule } from '../support/resources';
import { onTestServers } from './workflow-harness';
import { startReportSuite, type ReportSuite } from './report-harness';

jest.setTimeout(60_000);

let suite: ReportSuite;
beforeAll(async () => {
  suite = await startReportSuite();
});
afterAll(() => suite.close());

const handleOf = (id: string): ScheduleHandle => suite.temporal.client.schedule.getHandle(reportScheduleId(id));
const keepAll = () => {
  const { database, clock, logger } = suite.api.container;
  return keepAllReportSchedules({
    database,
    clock,
    logger,
    temporal: suite.temporal,
    taskQueue: suite.harness.taskQueue,
  });
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

describe('a schedule that the scheduler refuses', () => {
  test('is stopped with the reason, keeps no other from the scheduler, and goes on once it is mended', async () => {
    const { owner } = suite.api.as;
    const [refused, fine] = [await buildReportSchedule(owner), await buildReportSchedule(owner)];
    await untilScheduler(refused.id, () => true);
    // As a row of before such names were turned into the database's own.
    const rows = suite.api.database.admin('report_schedules').where({ id: refused.id });
    await rows.update({ timezone: 'europe/paris' });
    await handleOf(fine.id).delete();
    await keepAll();
    expect((await handleOf(fine.id).describe()).state.paused).toBe(false);
    const path = `/report-schedules/${refused.id}`;
    const stopped = (await owner.get(path)).body;
    expect(stopped).toMatchObject({ state: 'stopped', state_reason: 'refused_by_scheduler' });
    await keepAll();
    expect((await owner.get(path)).body.version).toBe(stopped.version);
    expect((await owner.patch(path, { timezone: 'europe/berlin' })).body['timezone']).toBe('Europe/Berlin');
    expect((await owner.post(`${path}:resume`)).status).toBe(200);
    const kept = await untilScheduler(
      refused.id,
      ({ spec, state }) => spec.timezone === 'Europe/Berlin' && !state.paused,
    );
    expect(kept.info.nextActionTimes.length).toBeGreaterThan(0);
    for (const { id } of [refused, fine]) expect((await owner.delete(`/report-schedules/${id}`)).status).toBe(204);
  });
});

test('a scheduler that is not ready stops nothing: its namespace is not there yet', async () => {
  const { owner } = suite.api.as;
  const { id } = await buildReportSchedule(owner);
  const { config, database, clock, logger } = suite.api.container;
  const { address } = onTestServers();
  const early = createTemporalGateway(temporalSettings({ ...config.temporal, address, namespace: 'not-there-yet' }));
  await expect(keepAllReportSchedules({ database, clock, logger, temporal: early })).rejects.toThrow('not-there-yet');
  await early.close();
  expect((await owner.get(`/report-schedules/${id}`)).body.state).toBe('active');
  await owner.delete(`/report-schedules/${id}`);
});

describe('the days on which clocks change', () => {
  const today = new Date().toISOString().slice(0, 10);
  const changes = clockChanges(Number(today.slice(0, 4)));
  const [lastTwo, nextTwo] = [changes.filter((day) => day < today).slice(-2), changes.filter((day) => day > today)];

  test('the last Sundays of March and October are those days', () => {
    expect(clockChanges(2026)).toEqual([
      '2025-03-30',
      '2025-10-26',
      '2026-03-29',
      '2026-10-25',
      '2027-03-28',
      '2027-10-31',
    ]);
  });

  // In March 02:30 does not exist: it is 03:00, 01:00 UTC. In October it comes twice: it is the second, 01:30 UTC.
  const instants = {
    '30 2': { '03': ['01:30', '01:00'], '10': ['00:30', '01:30'] },
    '0 8': { '03': ['07:00', '06:00'], '10': ['06:00', '07:00'] },
  } as const;

  test.each(['30 2', '0 8'] as const)(
    '%s: the scheduler’s own next times have one on each coming one, and one on the day before',
    async (time) => {
      const expected = nextTwo.slice(0, 2).flatMap((day) => {
        const [before, on] = instants[time][day.slice(5, 7) as '03'];
        return [`${addDays(day, -1)}T${before}:00.000Z`, `${day}T${on}:00.000Z`];
      });
      const { id } = await buildReportSchedule(suite.api.as.owner, { cron: `${time} 24-31 3,10 0,6` });
      const { info } = await untilScheduler(id, () => true);
      const next = info.nextActionTimes.map((at) => at.toISOString());
      const dates = new Set(expected.map((at) => at.slice(0, 10)));
      expect(next.filter((at) => dates.has(at.slice(0, 10)))).toEqual(expected);
      expect((await suite.api.as.owner.get(`/report-schedules/${id}`)).body['next_run_at']).toBe(next[0]);
      await suite.api.as.owner.delete(`/report-schedules/${id}`);
    },
  );

  // What the clocks show: the key of the run.
  const keys = {
    '30 2': { '03': ['02:30', '03:00', '02:30'], '10': ['02:30', '02:30', '02:30'] },
    '0 8': { '03': ['08:00', '08:00', '08:00'], '10': ['08:00', '08:00', '08:00'] },
  } as const;

  test.each(['30 2', '0 8'] as const)(
    '%s backfilled by the scheduler over the last two: one run a day',
    async (time) => {
      const { owner } = suite.api.as;
      const { id } = await buildReportSchedule(owner, { cron: `${time} * * *` });
      await untilScheduler(id, () => true);
      const spans = lastTwo.map((day) => ({ from: addDays(day, -1), to: addDays(day, 1) }));
      // From midnight to midnight, whatever the clocks are set to: both are before 02:30 and after 08:00 of the days around.
      const backfills = spans.map(({ from, to }) => ({
        start: new Date(`${addDays(from, -1)}T23:00:00Z`),
        end: new Date(`${to}T22:00:00Z`),
        overlap: ScheduleOverlapPolicy.ALLOW_ALL,
      }));
      await handleOf(id).backfill(backfills);
      await handleOf(id).backfill(backfills);
      const expected = lastTwo.flatMap((day) => {
        const of = keys[time][day.slice(5, 7) as '03'];
        return of.map((at, index) => `${addDays(day, index - 1)}T${at}`);
      });
      const runs = await runsOf(id, 6);
      expect(runs.map((run) => String(run['run_key'])).sort()).toEqual(expected);
      // At the very instants that the API names for them.
      const { cron: stored, timezone } = (await owner.get(`/report-schedules/${id}`)).body;
      const [from, to] = [backfills[0]!.start, backfills[1]!.end];
      const due = fireTimes({ cron: String(stored), timezone: String(timezone) }, { from, to, limit: 1_000 });
      const named = new Set(due.map((at) => at.toISOString()));
      expect(runs.filter((run) => !named.has(String(run['scheduled_for'])))).toEqual([]);
      for (const span of spans) {
        const again = await owner.post(`/report-schedules/${id}:backfill`, span);
        expect([again.body['queued'], again.body['existing']]).toEqual([0, 3]);
      }
      expect(await runsOf(id, 6)).toHaveLength(6);
      await owner.delete(`/report-schedules/${id}`);
    },
  );
});

/** The last Sundays of March and October of the year before, the year and the year after. */
function clockChanges(year: number): string[] {
  return [year - 1, year, year + 1].flatMap((each) =>
    ['03', '10'].flatMap((month) =>
      Array.from({ length: 7 }, (_, index) => `${String(each)}-${month}-${String(25 + index)}`).filter(
        (day) => weekdayOf(toEpochDay(day)) === 6,
      ),
    ),
  );
}

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
