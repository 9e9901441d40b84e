/** `POST /allocations:bulk-upsert`: matching, merge and replace, all or nothing and one by one. READINGS 33. */
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { newId } from '../../src/shared/ids';
import { startApi, type ApiAnswer, type ApiClient, type TestApi } from '../support/api';
import type { Row } from '../support/factories';
import { eventsOf } from '../support/resources';

const PATH = '/allocations:bulk-upsert';

let api: TestApi;
let person: Row;
let project: Row;
beforeAll(async () => {
  api = await startApi();
});
beforeEach(async () => {
  person = await api.factory.person({ organization_id: api.organizationId });
  project = await api.factory.project({ organization_id: api.organizationId });
});
afterAll(() => api.close());

interface Result {
  index: number | null;
  status: string;
  id: string | null;
  problem?: { status: number; code: string; errors: { pointer: string; code: string }[] };
}

/** One date of April 2027 by its day, booked for `minutes_per_day`. */
function item(day: number, fields: object = {}): Record<string, unknown> {
  const date = `2027-04-${String(day).padStart(2, '0')}`;
  return {
    person_id: person.id,
    project_id: project.id,
    start_date: date,
    end_date: date,
    minutes_per_day: 60,
    ...fields,
  };
}

function upsert(allocations: object[], fields: object = {}, query = ''): Promise<ApiAnswer> {
  return api.as.admin.post(PATH + query, { allocations, ...fields });
}

function resultsOf(answer: ApiAnswer): Result[] {
  expect([answer.status, answer.body.detail]).toEqual([200, undefined]);
  return answer.body['results'] as Result[];
}

function statusesOf(answer: ApiAnswer): [number | null, string][] {
  return resultsOf(answer).map(({ index, status }) => [index, status]);
}

async function bookedMinutes(personId = person.id): Promise<[string, unknown][]> {
  const { items } = (await api.as.viewer.get(`/allocations?person_id=${personId}`)).body;
  return items.map((one): [string, unknown] => [String(one['start_date']), one['minutes_per_day']]).sort();
}

test('401 without a token, 403 by role, 400 with the pointer of the item', async () => {
  const body = { allocations: [item(6)] };
  expect((await api.anonymous.post(PATH, body)).status).toBe(401);
  for (const client of [api.as.viewer, api.as.member]) expect((await client.post(PATH, body)).status).toBe(403);
  const bad: [object, string][] = [
    [{ allocations: [] }, '/allocations'],
    [{ allocations: Array.from({ length: 1_001 }, () => item(6)) }, '/allocations'],
    [{ allocations: [item(6)], mode: 'append' }, '/mode'],
    [{ allocations: [item(6)], colour: 1 }, '/colour'],
    [{ allocations: [item(6), item(7, { percent: 300 })] }, '/allocations/1/percent'],
    [{ allocations: [item(6), item(7, { colour: 1 })] }, '/allocations/1/colour'],
    [{ allocations: [item(6, { end_date: '2027-04-01' })] }, '/allocations/0/end_date'],
    [{ allocations: [item(6), item(6)] }, '/allocations/1'],
    [{ allocations: [{ percent: 10 }] }, '/allocations/0/person_id'],
  ];
  for (const [sent, pointer] of bad) {
    const answer = await api.as.admin.post(PATH, sent);
    expect([answer.status, answer.body.errors[0]?.pointer]).toEqual([400, pointer]);
  }
  expect(await bookedMinutes()).toEqual([]);
});

test('unknown ids and those of another organisation are references that are not found, all of them named', async () => {
  const theirs = await api.factory.allocation({ organization_id: api.strangerOrganizationId });
  const answer = await upsert([
    item(6, { id: theirs.id }),
    item(7, { person_id: theirs['person_id'] }),
    item(8),
    item(9, { project_id: newId(), person_id: newId() }),
  ]);
  expect([answer.status, answer.body.code]).toEqual([400, 'reference_not_found']);
  expect(answer.body.errors.map((error) => error.pointer).sort()).toEqual([
    '/allocations/0/id',
    '/allocations/1/person_id',
    '/allocations/3/person_id',
    '/allocations/3/project_id',
  ]);
});

test('a manager stores only bookings of people they lead, and takes none over', async () => {
  const led = await api.factory.person({ organization_id: api.organizationId, manager_id: api.as.manager.personId });
  const own = item(6, { person_id: led.id });
  const mixed = { allocations: [own, item(7)] };
  expect((await api.as.manager.post(PATH, mixed)).body.code).toBe('forbidden');
  const each = await api.as.manager.post(PATH, { ...mixed, atomic: false });
  expect(statusesOf(each)).toEqual([
    [0, 'created'],
    [1, 'failed'],
  ]);
  expect(resultsOf(each)[1]?.problem).toMatchObject({ status: 403, code: 'forbidden' });
  const foreign = resultsOf(await upsert([item(8)]))[0]?.id;
  const taken = await api.as.manager.post(PATH, { allocations: [{ id: foreign, person_id: led.id }] });
  expect([taken.status, taken.body.code]).toEqual([403, 'forbidden']);
});

test('merge makes, changes and leaves alone; matched by id, else by person, project and start', async () => {
  const first = await upsert([item(6), item(7), item(8)]);
  expect(statusesOf(first).map(([, status]) => status)).toEqual(['created', 'created', 'created']);
  const [a, b, c] = resultsOf(first).map((result) => result.id ?? '');
  const read = (await api.as.admin.get(`/allocations/${c ?? ''}`)).body;
  const second = await upsert([
    { ...read, minutes_per_day: 90 }, // Read-change-write: the fields of the answer may stay in the body.
    item(6, { minutes_per_day: 30 }),
    item(7),
    item(9),
    item(7, { project_id: null }),
  ]);
  expect(resultsOf(second).slice(0, 3)).toEqual([
    { index: 0, status: 'updated', id: c },
    { index: 1, status: 'updated', id: a },
    { index: 2, status: 'unchanged', id: b },
  ]);
  expect(statusesOf(second).slice(3)).toEqual([
    [3, 'created'],
    [4, 'created'],
  ]);
  expect(await bookedMinutes()).toEqual([
    ['2027-04-06', 30],
    ['2027-04-07', 60],
    ['2027-04-07', 60],
    ['2027-04-08', 90],
    ['2027-04-09', 60],
  ]);
  const changed = (await api.as.admin.get(`/allocations/${a ?? ''}`)).body;
  expect([changed.version, (await api.as.admin.get(`/allocations/${b ?? ''}`)).body.version]).toEqual([2, 1]);
  expect(await eventsOf(api, a ?? '')).toEqual({
    audited: ['allocation.created', 'allocation.updated'],
    emitted: ['allocation.created', 'allocation.updated'],
  });
  expect(second.body.impact).toMatchObject({ days_changed: 4, totals: { firm_minutes: 300 } });
});

test('replace also deletes what starts within the dates named for a person and project, and nothing else', async () => {
  const other = await api.factory.project({ organization_id: api.organizationId });
  await upsert([item(5), item(6), item(7), item(8), item(12), item(7, { project_id: other.id })]);
  const answer = await upsert([item(6), item(9)], { mode: 'replace' });
  expect(statusesOf(answer)).toEqual([
    [0, 'unchanged'],
    [1, 'created'],
    [null, 'deleted'],
    [null, 'deleted'],
  ]);
  expect((await bookedMinutes()).map(([date]) => date)).toEqual([
    '2027-04-05',
    '2027-04-06',
    '2027-04-07',
    '2027-04-09',
    '2027-04-12',
  ]);
  const gone = resultsOf(answer)[2]?.id ?? '';
  expect((await eventsOf(api, gone)).audited).toEqual(['allocation.created', 'allocation.deleted']);
  const again = await upsert([item(6), item(9)], { mode: 'replace' });
  expect(statusesOf(again).map(([, status]) => status)).toEqual(['unchanged', 'unchanged']);
  expect(again.body.impact).toMatchObject({ days_changed: 0, figures: [] });
});

test('one that does not fit refuses all; without atomic the others are stored and it says why', async () => {
  const items = [
    item(6),
    item(6, { project_id: null, minutes_per_day: 400 }),
    item(7, { minutes_per_day: 500 }),
    item(8),
  ];
  const refused = await upsert(items, {}, '?on_conflict=reject');
  expect([refused.status, refused.body.code]).toEqual([409, 'planning_conflict']);
  expect((refused.body['days'] as { date: string }[]).map((day) => day.date)).toEqual(['2027-04-06', '2027-04-07']);
  expect(await bookedMinutes()).toEqual([]);

  const each = await upsert([...items, { percent: 'much' }], { atomic: false }, '?on_conflict=reject');
  expect(statusesOf(each)).toEqual([
    [0, 'created'],
    [1, 'failed'],
    [2, 'failed'],
    [3, 'created'],
    [4, 'failed'],
  ]);
  const problems = resultsOf(each).map((result) => result.problem);
  expect(problems[1]).toMatchObject({ status: 409, code: 'planning_conflict' });
  expect(problems[4]).toMatchObject({ status: 400, errors: [{ pointer: '/allocations/4/percent' }] });
  expect(await bookedMinutes()).toEqual([
    ['2027-04-06', 60],
    ['2027-04-08', 60],
  ]);
  expect(each.body.impact).toMatchObject({ days_changed: 2, conflicts: { opened: [] } });
  const conflicts = await api.as.admin.get(`/conflicts?person_id=${person.id}`);
  expect(conflicts.body.total).toBe(0);
  const emitted = await api.database.admin('outbox').where({ entity_type: 'conflict' }).select('event_type');
  expect(emitted).toEqual([]);
});

test('a closed month refuses all, or only what touches it', async () => {
  await api.as.admin.post('/periods/2027-05:close');
  const items = [item(6), item(6, { start_date: '2027-05-04', end_date: '2027-05-04' })];
  const refused = await upsert(items);
  expect([refused.status, refused.body.code, refused.body['months']]).toEqual([409, 'period_closed', ['2027-05']]);
  const each = await upsert(items, { atomic: false });
  expect(resultsOf(each)[1]?.problem).toMatchObject({ code: 'period_closed' });
  expect(await bookedMinutes()).toEqual([['2027-04-06', 60]]);
  await api.as.admin.post('/periods/2027-05:reopen');
});

test('an item that could not be read keeps replace from deleting anything', async () => {
  await upsert([item(6), item(7), item(8)]);
  const body = { mode: 'replace', atomic: false };
  expect(statusesOf(await upsert([item(6), item(8), { start_date: 'soon' }], body))).toEqual([
    [0, 'unchanged'],
    [1, 'unchanged'],
    [2, 'failed'],
  ]);
  expect(await bookedMinutes()).toHaveLength(3);
});

test('a dry run gives the impact of the real one and writes nothing; accept takes the reason along', async () => {
  const items = [item(6, { minutes_per_day: 500 }), item(7)];
  const dry = await upsert(items, {}, '?dry_run=true');
  expect([dry.status, dry.body['dry_run'], await bookedMinutes()]).toEqual([200, true, []]);
  const reason = { conflict_reason: 'the fair' };
  const real = await upsert(items, reason, '?on_conflict=accept');
  expect(real.body.impact.figures).toEqual(dry.body.impact.figures);
  expect(real.body.impact.conflicts.opened).toMatchObject([
    { state: 'accepted', reason: 'the fair', over_minutes: 80 },
  ]);
  const unreasoned = await upsert([item(8)], {}, '?on_conflict=accept');
  expect([unreasoned.status, unreasoned.body.errors[0]?.pointer]).toEqual([400, '/conflict_reason']);
});

test('a thousand bookings in one request, and the same again: nothing changes', async () => {
  const people: string[] = [];
  for (let count = 0; count < 50; count += 1)
    people.push((await api.factory.person({ organization_id: api.organizationId })).id);
  const items = people.flatMap((person_id) => Array.from({ length: 20 }, (_, day) => item(day + 1, { person_id })));
  const first = await upsert(items);
  expect(new Set(resultsOf(first).map((result) => result.status))).toEqual(new Set(['created']));
  expect(resultsOf(first).map((result) => result.index)).toEqual(items.map((_, index) => index));
  // A booking of one single date lands on it, Saturdays and Sundays too (READINGS 27).
  expect(first.body.impact.totals.firm_minutes).toBe(1_000 * 60);
  const again = await upsert(items);
  expect(new Set(resultsOf(again).map((result) => result.status))).toEqual(new Set(['unchanged']));
  const halved = await upsert(items.map((one) => ({ ...one, minutes_per_day: 30 })));
  expect(new Set(resultsOf(halved).map((result) => result.status))).toEqual(new Set(['updated']));
  expect(halved.body.impact.totals).toMatchObject({ firm_minutes: 30_000, before: { firm_minutes: 60_000 } });
});

test('two bodies at once that name the same bookings make each of them once', async () => {
  const second = await api.factory.person({ organization_id: api.organizationId });
  const items = [item(6), item(7), item(6, { person_id: second.id }), item(7, { person_id: second.id })];
  const answers = await Promise.all(
    Array.from({ length: 6 }, (_, turn) => upsert(turn % 2 === 0 ? items : [...items].reverse())),
  );
  const statuses = answers.flatMap((answer) => resultsOf(answer).map((result) => result.status));
  expect(statuses.filter((status) => status === 'created')).toHaveLength(4);
  expect(statuses.filter((status) => status === 'unchanged')).toHaveLength(20);
  expect(await bookedMinutes(second.id)).toHaveLength(2);
});

test('two bodies at once that fit alone but not together, with reject: one is stored', async () => {
  const clients: ApiClient[] = Array.from({ length: 8 }, () => api.as.admin);
  const answers = await Promise.all(
    clients.map(async (client) => {
      const { id } = await api.factory.project({ organization_id: api.organizationId });
      const allocations = [6, 7, 8].map((day) => item(day, { project_id: id, minutes_per_day: 300 }));
      return client.post(`${PATH}?on_conflict=reject`, { allocations });
    }),
  );
  expect(answers.map((answer) => answer.status).sort()).toEqual([200, ...new Array<number>(7).fill(409)]);
  expect(await bookedMinutes()).toHaveLength(3);
});
