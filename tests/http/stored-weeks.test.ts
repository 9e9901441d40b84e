/** How the ledger is stored: weeks belong to people, and one drain takes batch after batch for as long as it is given. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { drainDirtyRanges } from '../../src/domains/capacity/drain-dirty-ranges.command';
import { newId } from '../../src/shared/ids';
import { startApi, type TestApi } from '../support/api';
import { untilWaiting } from '../support/until-waiting';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

interface RunView {
  people_per_second: number;
  seconds_left: number;
}

const people = async (count: number): Promise<string[]> => {
  const made = Array.from({ length: count }, () => api.factory.person({ organization_id: api.organizationId }));
  return (await Promise.all(made)).map(({ id }) => id);
};
type Week = Record<string, unknown> & { week_start: string };
const weeksOf = (personId: string) => api.database.admin<Week>('capacity_weeks').where({ person_id: personId });
const rebuild = () => api.as.admin.post('/capacity:recompute', { mode: 'full' });

test('a drain with time takes all batches and says what remains; one without takes a single batch', async () => {
  await people(5);
  await rebuild();
  const waiting = (await api.database.admin('dirty_ranges').distinct('person_id')).length;
  const once = await drainDirtyRanges(api.container, api.organizationId, { maxPeople: 2 });
  const { last_run: run } = (await api.as.viewer.get('/capacity/status')).body as unknown as { last_run: RunView };
  expect(run).toMatchObject({ state: 'running', done: 2, total: waiting });
  expect(run.people_per_second).toBeGreaterThan(0);
  expect(run.seconds_left).toBeGreaterThanOrEqual(0);
  expect([once.people, once.remainingPeople]).toEqual([2, waiting - 2]);
  const rest = await drainDirtyRanges(api.container, api.organizationId, { maxPeople: 2, forMs: 60_000 });
  expect([rest.people, rest.remainingPeople, rest.changedWeeks]).toEqual([waiting - 2, 0, 0]);
  expect(rest.writtenWeeks).toBeGreaterThan(3 * 100);
});

test('drains beside each other share the people, and the last of them ends the run', async () => {
  await people(6);
  await rebuild();
  const waiting = (await api.database.admin('dirty_ranges').distinct('person_id')).length;
  const drain = () => drainDirtyRanges(api.container, api.organizationId, { maxPeople: 1, forMs: 60_000 });
  const drained = await Promise.all([drain(), drain(), drain()]);
  expect(drained.reduce((sum, one) => sum + one.people, 0)).toBe(waiting);
  expect(drained.map((one) => one.remainingPeople)).toContain(0);
  const { last_run: run } = (await api.as.viewer.get('/capacity/status')).body as unknown as { last_run: RunView };
  expect(run).toMatchObject({ state: 'completed', done: waiting, total: waiting });
});

test('a drain waits for people whom a writer holds, and recomputes them then', async () => {
  const [personId = ''] = await people(1);
  await api.database.admin('dirty_ranges').delete();
  const range = { from_date: '2026-01-05', to_date: '2026-01-11', reason: 'test' };
  await api.database
    .admin('dirty_ranges')
    .insert({ organization_id: api.organizationId, person_id: personId, ...range });
  const writer = await api.database.admin.transaction();
  await writer('people').where({ id: personId }).forNoKeyUpdate().select('id');
  const drained = drainDirtyRanges(api.container, api.organizationId, { maxPeople: 5 });
  await untilWaiting(api.database, 1);
  await writer.commit();
  expect(await drained).toMatchObject({ people: 1, remainingPeople: 0 });
});

test('a recompute writes what differs, and counts as changed what had been stored otherwise', async () => {
  const [personId = ''] = await people(1);
  await rebuild();
  await drainDirtyRanges(api.container, api.organizationId, { maxPeople: 50, forMs: 60_000 });
  const stored: Week[] = await weeksOf(personId).orderBy('week_start');
  const [first = '', second = '', third = ''] = stored.map((week) => week.week_start);
  await weeksOf(personId)
    .where({ week_start: first })
    .update({ firm_minutes: [1, 0, 0, 0, 0, 0, 0] });
  await weeksOf(personId)
    .where({ week_start: second })
    .update({ worked_minutes: [0, 0, 0, 0, 0, 0, 9] });
  await weeksOf(personId).where({ week_start: third }).delete();
  await rebuild();
  const drained = await drainDirtyRanges(api.container, api.organizationId, { maxPeople: 50, forMs: 60_000 });
  expect([drained.changedWeeks, drained.writtenWeeks]).toEqual([2, 3]);
  const figures = (rows: Week[]) => rows.map(({ computed_at: _, ...figure }) => figure);
  const now: Week[] = await weeksOf(personId).orderBy('week_start');
  expect(figures(now)).toEqual(figures(stored));
});

test('a week of nobody is refused, and a person who is removed takes theirs along', async () => {
  const [personId = ''] = await people(1);
  await rebuild();
  await drainDirtyRanges(api.container, api.organizationId, { maxPeople: 50, forMs: 60_000 });
  const [week]: Week[] = await weeksOf(personId).limit(1);
  const ofNobody = { ...week, person_id: newId() };
  await expect(api.database.admin('capacity_weeks').insert(ofNobody)).rejects.toMatchObject({ code: '23503' });
  await api.database.admin('dirty_ranges').where({ person_id: personId }).delete();
  await api.database.admin('people').where({ id: personId }).delete();
  expect(await weeksOf(personId)).toEqual([]);
});
