/**
 * Changes beside each other that reach the same days by different ways: somebody joins a calendar or pattern while it
 * changes; two engagements end at once. The second must see the first, or its days stay wrong for good.
 */
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { auditLedger } from '../../src/domains/capacity/audit-ledger.command';
import { drainDirtyRanges } from '../../src/domains/capacity/drain-dirty-ranges.command';
import { startApi, type ApiAnswer, type TestApi } from '../support/api';
import type { Row } from '../support/factories';

let api: TestApi;
let first: Row;
let second: Row;
beforeAll(async () => {
  api = await startApi();
});
beforeEach(async () => {
  first = await api.factory.person({ organization_id: api.organizationId });
  second = await api.factory.person({ organization_id: api.organizationId });
  await api.as.admin.post('/capacity:recompute', { mode: 'full' });
  await drainAll();
});
afterAll(() => api.close());

/** Starts `one`, which the lock on a person holds up, then `two`; lets go once both wait or `two` is through. */
async function beside(held: string, one: () => Promise<ApiAnswer>, two: () => Promise<ApiAnswer>): Promise<number[]> {
  const holder = await api.database.admin.transaction();
  await holder('people').where({ id: held }).forUpdate().select('id');
  const started = one();
  await untilWaiting(1);
  const other = two();
  await Promise.race([untilWaiting(2), other]);
  await holder.commit();
  return [(await started).status, (await other).status];
}

test('somebody who joins a calendar while a holiday is added has the holiday', async () => {
  const calendar = await api.factory.calendar({ organization_id: api.organizationId });
  await join(first, 'calendars', { calendar_id: calendar.id });
  const statuses = await beside(
    first.id,
    () => api.as.admin.post(`/calendars/${calendar.id}/holidays`, { date: '2027-02-03', label: 'Day' }),
    () => join(second, 'calendars', { calendar_id: calendar.id }),
  );
  expect(statuses).toEqual([201, 201]);
  expect(await netOn(second.id, '2027-02-03')).toBe(0);
  await expectAgreement();
});

test('somebody who gets a pattern while it changes has the new hours', async () => {
  const days = [{ week: 1, weekday: 3, minutes: 300 }];
  const body = { name: 'Wednesdays', cycle_weeks: 1, anchor_monday: '2026-01-05', days };
  const work_pattern_id = (await api.as.admin.post('/work-patterns', body)).body.id;
  await join(first, 'work-patterns', { work_pattern_id });
  const statuses = await beside(
    first.id,
    () => api.as.admin.patch(`/work-patterns/${work_pattern_id}`, { days: [{ week: 1, weekday: 3, minutes: 123 }] }),
    () => join(second, 'work-patterns', { work_pattern_id }),
  );
  expect(statuses).toEqual([200, 201]);
  expect(await netOn(second.id, '2027-02-03')).toBe(123);
  await expectAgreement();
});

test('the last two engagements deleted at once give all days back', async () => {
  const path = `/people/${first.id}/engagements`;
  const spans = [
    { start_date: '2026-12-01', end_date: '2026-12-31' },
    { start_date: '2027-03-01', end_date: '2027-03-31' },
  ];
  const ids: string[] = [];
  for (const span of spans) ids.push((await api.as.admin.post(path, { type: 'employee', ...span })).body.id);
  await drainAll();
  expect(await netOn(first.id, '2027-02-03')).toBe(0);
  const statuses = await beside(
    first.id,
    () => api.as.admin.delete(`${path}/${ids[0] ?? ''}`),
    () => api.as.admin.delete(`${path}/${ids[1] ?? ''}`),
  );
  expect(statuses).toEqual([204, 204]);
  expect(await netOn(first.id, '2027-02-03')).toBe(420);
  await expectAgreement();
});

function join(person: Row, collection: 'calendars' | 'work-patterns', body: object): Promise<ApiAnswer> {
  return api.as.admin.post(`/people/${person.id}/${collection}`, { ...body, starts_on: '2027-01-01' });
}

async function netOn(personId: string, date: string): Promise<unknown> {
  const days = await api.as.admin.get(`/capacity/days?person_id=${personId}&from=${date}&to=${date}`);
  return days.body.items[0]?.['net_minutes'];
}

async function expectAgreement(): Promise<void> {
  await drainAll();
  const audit = await auditLedger(api.container, api.organizationId, { sampleShare: 1, seed: 'all' });
  expect(audit.differences).toBe(0);
}

async function drainAll(): Promise<void> {
  while ((await drainDirtyRanges(api.container, api.organizationId, { maxPeople: 50 })).remainingPeople > 0);
}

/** Resolves when `count` sessions of this database wait for a lock. */
async function untilWaiting(count: number): Promise<void> {
  const waiting = api.database
    .admin('pg_stat_activity')
    .whereRaw(`datname = current_database() and wait_event_type = 'Lock'`);
  while ((await waiting.clone()).length < count) await new Promise((resolve) => setImmediate(resolve));
}
