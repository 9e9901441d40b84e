/** Blocks over HTTP: move, extend, reassign, split and their days. READINGS 30 and 32. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { newId } from '../../src/shared/ids';
import { startApi, type AnswerBody, type TestApi } from '../support/api';
import type { Row } from '../support/factories';
import { addDays } from '../../src/shared/calendar-dates';
import { buildAllocation, create, eventsOf } from '../support/resources';

let api: TestApi;
let person: Row;
beforeAll(async () => {
  api = await startApi();
});
beforeEach(async () => {
  person = await api.factory.person({ organization_id: api.organizationId });
});
afterAll(() => api.close());

const verbs = [
  ['move', { start_date: '2027-03-08' }],
  ['extend', { end_date: '2027-03-12' }],
  ['reassign', { person_id: newId() }],
  ['split', { on: '2027-03-03' }],
] as const;

/** Monday 2027-03-01 to Friday 2027-03-05. */
async function book(load: object, personId: string = person.id): Promise<AnswerBody> {
  const dates = { start_date: '2027-03-01', end_date: '2027-03-05' };
  const answer = await api.as.admin.post('/allocations', { person_id: personId, ...dates, ...load });
  expect(answer.status).toBe(201);
  return answer.body;
}

async function daysOf(id: string): Promise<[string, number][]> {
  const { items } = (await api.as.viewer.get(`/allocations/${id}/days`)).body;
  return items.map((day) => [day.date, day.minutes]);
}

describe.each(verbs)(':%s', (verb, body) => {
  test('401 without a token, 403 by role, 400 for an unknown field, 404 for another organisation', async () => {
    const path = `/allocations/${(await book({ percent: 50 })).id}:${verb}`;
    expect((await api.anonymous.post(path, body)).status).toBe(401);
    for (const client of [api.as.viewer, api.as.member]) expect((await client.post(path, body)).status).toBe(403);
    const odd = await api.as.admin.post(path, { ...body, colour: 1 });
    expect([odd.status, odd.body.errors[0]?.pointer]).toEqual([400, '/colour']);
    expect((await api.as.admin.post(path, {})).body.errors[0]?.pointer).toBe(`/${Object.keys(body)[0] ?? ''}`);
    const theirs = await buildAllocation(api.stranger);
    expect((await api.as.admin.post(`/allocations/${theirs.id}:${verb}`, body)).body.code).toBe('not_found');
  });

  test('403 for a manager who leads nobody of it, 412 for a stale tag', async () => {
    const path = `/allocations/${(await book({ percent: 50 })).id}:${verb}`;
    const sent = verb === 'reassign' ? { person_id: person.id } : body;
    expect((await api.as.manager.post(path, sent)).body.code).toBe('forbidden');
    expect((await api.as.admin.post(path, sent, { 'If-Match': '"9"' })).status).toBe(412);
  });

  test('a dry run says what the real one does, and writes nothing', async () => {
    const other = await api.factory.person({ organization_id: api.organizationId });
    const { id } = await book({ minutes_per_day: 500 });
    const sent = verb === 'reassign' ? { person_id: other.id } : body;
    const before = (await api.as.admin.get(`/allocations/${id}`)).body;
    const dry = await api.as.admin.post(`/allocations/${id}:${verb}?dry_run=true`, sent);
    expect([dry.status, dry.body['dry_run']]).toEqual([200, true]);
    expect((await api.as.admin.get(`/allocations/${id}`)).body).toEqual(before);
    const real = await api.as.admin.post(`/allocations/${id}:${verb}`, sent);
    expect(real.status).toBe(200);
    expect(real.body.impact.figures).toEqual(dry.body.impact.figures);
    expect(real.body.impact.totals).toEqual(dry.body.impact.totals);
    expect(real.body.impact.conflicts.opened.length).toBe(dry.body.impact.conflicts.opened.length);
  });

  test('409 when it touches a closed month', async () => {
    const other = await api.factory.person({ organization_id: api.organizationId });
    const { id } = await book({ total_minutes: 600 });
    await api.as.admin.post('/periods/2027-03:close');
    const sent = verb === 'reassign' ? { person_id: other.id } : body;
    const answer = await api.as.admin.post(`/allocations/${id}:${verb}`, sent);
    // A total keeps its minutes on the dates it had: splitting it changes no figure.
    expect([answer.status, answer.body.code]).toEqual(verb === 'split' ? [200, undefined] : [409, 'period_closed']);
    await api.as.admin.post('/periods/2027-03:reopen');
  });
});

test('move keeps length and load; extend keeps the total and spreads it anew', async () => {
  const { id } = await book({ total_minutes: 1_000 });
  expect(await daysOf(id)).toEqual([1, 2, 3, 4, 5].map((day) => [`2027-03-0${String(day)}`, 200]));
  const moved = await api.as.admin.post(`/allocations/${id}:move`, { start_date: '2027-03-10' });
  expect(moved.body).toMatchObject({ start_date: '2027-03-10', end_date: '2027-03-14', total_minutes: 1_000 });
  expect((await daysOf(id)).map(([date]) => date)).toEqual(['2027-03-10', '2027-03-11', '2027-03-12']);
  await api.as.admin.post(`/allocations/${id}:extend`, { end_date: '2027-03-15' });
  expect((await daysOf(id)).map(([, minutes]) => minutes)).toEqual([250, 250, 250, 250]);
  const short = await api.as.admin.post(`/allocations/${id}:extend`, { end_date: '2027-03-09' });
  expect([short.status, short.body.errors[0]?.pointer]).toEqual([400, '/end_date']);
  const { audited, emitted } = await eventsOf(api, id);
  expect(audited).toEqual(['allocation.created', 'allocation.moved', 'allocation.extended']);
  expect(emitted).toEqual(['allocation.created', 'allocation.updated', 'allocation.updated']);
});

test('split gives each half the minutes its dates had; leave inside is respected', async () => {
  const absence = { type: 'leave', start_date: '2027-03-02', end_date: '2027-03-02' };
  await api.as.admin.post('/absences', { person_id: person.id, ...absence });
  const { id } = await book({ total_minutes: 1_000 });
  const split = await api.as.admin.post(`/allocations/${id}:split`, { on: '2027-03-03' });
  expect(split.body.items).toMatchObject([
    { id, start_date: '2027-03-01', end_date: '2027-03-02', total_minutes: 250 },
    { start_date: '2027-03-03', end_date: '2027-03-05', total_minutes: 750 },
  ]);
  expect(split.body.impact).toMatchObject({ days_changed: 0, figures: [] });
  const second = split.body.items[1]?.id ?? '';
  expect(await daysOf(second)).toEqual([3, 4, 5].map((day) => [`2027-03-0${String(day)}`, 250]));
  expect((await eventsOf(api, second)).audited).toEqual(['allocation.created']);
  const outside = await api.as.admin.post(`/allocations/${id}:split`, { on: '2027-03-01' });
  expect([outside.status, outside.body.errors[0]?.pointer]).toEqual([400, '/on']);
});

test('an unknown person to give it to is a reference that is not found', async () => {
  const { id } = await book({ percent: 50 });
  const theirs = await api.factory.person({ organization_id: api.strangerOrganizationId });
  for (const person_id of [newId(), theirs.id]) {
    const answer = await api.as.admin.post(`/allocations/${id}:reassign`, { person_id });
    expect([answer.status, answer.body.code, answer.body.errors[0]?.pointer]).toEqual([
      400,
      'reference_not_found',
      '/person_id',
    ]);
  }
});

test('ten blocks of 3 h given to one person of 7 h at once with reject: exactly two fit', async () => {
  const target = await api.factory.person({ organization_id: api.organizationId });
  const blocks = await Promise.all(
    Array.from({ length: 10 }, async () => {
      const owner = await api.factory.person({ organization_id: api.organizationId });
      return book({ minutes_per_day: 180 }, owner.id);
    }),
  );
  const answers = await Promise.all(
    blocks.map(({ id }) =>
      api.as.admin.post(`/allocations/${id}:reassign?on_conflict=reject`, { person_id: target.id }),
    ),
  );
  expect(answers.map((answer) => answer.status).sort()).toEqual([200, 200, ...new Array<number>(8).fill(409)]);
});

test.each([
  ['leave on some of its days', { start_date: '2027-03-02', end_date: '2027-03-04', starts_at: 'middle_of_day' }],
  ['hours of leave on each day', { start_date: '2027-03-01', end_date: '2027-03-05', hours_per_day: 2.35 }],
])('a split total loses no minute: %s', async (_, absence) => {
  await api.as.admin.post('/absences', { person_id: person.id, type: 'leave', ...absence });
  const { id } = await book({ total_minutes: 1_003 });
  const split = await api.as.admin.post(`/allocations/${id}:split`, { on: '2027-03-03' });
  expect(split.status).toBe(200);
  expect(split.body.items.reduce((sum, half) => sum + Number(half['total_minutes']), 0)).toBe(1_003);
  expect(split.body.impact.figures).toEqual([]); // Within a half, a minute of rounding may lie on the next day.
});

test('a total that found no place, or none on one side, is not split: its minutes would be lost', async () => {
  const away = { person_id: person.id, type: 'leave', start_date: '2027-03-03', end_date: '2027-03-05' };
  await api.as.admin.post('/absences', away);
  const { id } = await book({ total_minutes: 600 });
  const empty = await api.as.admin.post(`/allocations/${id}:split`, { on: '2027-03-03' });
  expect([empty.status, empty.body.errors[0]]).toMatchObject([400, { pointer: '/on', code: 'empty_side' }]);
  await api.as.admin.post('/absences', { ...away, start_date: '2027-03-01', end_date: '2027-03-02' });
  const conflicts = await api.as.admin.get(`/conflicts?person_id=${person.id}&kind=unschedulable`);
  expect(conflicts.body.items[0]).toMatchObject({ over_minutes: 600 });
  const unplaced = await api.as.admin.post(`/allocations/${id}:split`, { on: '2027-03-02' });
  expect([unplaced.status, unplaced.body.errors[0]?.code]).toEqual([400, 'empty_side']);
  const kept = (await api.as.admin.get(`/allocations/${id}`)).body;
  expect(kept).toMatchObject({ version: 1, total_minutes: 600, end_date: '2027-03-05' });
});

test('ten blocks of 3 h moved to one day of 7 h at once with reject: exactly two fit', async () => {
  const blocks = await Promise.all(
    Array.from({ length: 10 }, (_, week) => {
      const date = addDays('2027-04-06', 7 * week);
      return create(api.as.admin, '/allocations', {
        person_id: person.id,
        start_date: date,
        end_date: date,
        minutes_per_day: 180,
      });
    }),
  );
  const start_date = '2027-03-02';
  const answers = await Promise.all(
    blocks.map(({ id }) => api.as.admin.post(`/allocations/${id}:move?on_conflict=reject`, { start_date })),
  );
  expect(answers.map((answer) => answer.status).sort()).toEqual([200, 200, ...new Array<number>(8).fill(409)]);
  const days = await api.as.admin.get(`/capacity/days?person_id=${person.id}&from=${start_date}&to=${start_date}`);
  expect(days.body.items).toMatchObject([{ firm_minutes: 360, net_minutes: 420, over_minutes: 0 }]);
});

test('a block moved onto another with accept keeps the reason with its conflict, and takes it away when it leaves', async () => {
  await book({ minutes_per_day: 300 });
  const dates = { start_date: '2027-03-08', end_date: '2027-03-08' };
  const { id } = await create(api.as.admin, '/allocations', { person_id: person.id, minutes_per_day: 200, ...dates });
  const path = `/allocations/${id}:move`;
  const unreasoned = await api.as.admin.post(`${path}?on_conflict=accept`, { start_date: '2027-03-02' });
  expect([unreasoned.status, unreasoned.body.errors[0]?.pointer]).toEqual([400, '/conflict_reason']);
  const body = { start_date: '2027-03-02', conflict_reason: 'release day' };
  const moved = await api.as.admin.post(`${path}?on_conflict=accept`, body);
  const accepted = { kind: 'over_allocation', state: 'accepted', reason: 'release day', over_minutes: 80 };
  expect(moved.body.impact.conflicts).toMatchObject({ opened: [accepted], changed: [], closed: [] });
  // What was accepted stands in the way of no other write, as long as it grows no worse.
  const further = await api.as.admin.post(`${path}?on_conflict=reject`, { start_date: '2027-03-08' });
  expect(further.body.impact.conflicts.closed).toMatchObject([{ id: moved.body.impact.conflicts.opened[0]?.id }]);
});
