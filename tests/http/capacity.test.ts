import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { auditLedger } from '../../src/domains/capacity/audit-ledger.command';
import { drainDirtyRanges } from '../../src/domains/capacity/drain-dirty-ranges.command';
import { ledgerFigures } from '../../src/domains/capacity/capacity.types';
import { newId } from '../../src/shared/ids';
import { startApi, type AnswerBody, type TestApi } from '../support/api';
import { untilWaiting } from '../support/until-waiting';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const MONDAY = '2027-02-01';
const SUNDAY = '2027-02-07';

async function busyPerson(): Promise<string> {
  const organization_id = api.organizationId;
  const person = await api.factory.person({ organization_id });
  const calendar = await api.factory.calendar({ organization_id });
  await api.factory.holiday({ organization_id, calendar_id: calendar.id, date: '2027-02-02', part: 'morning' });
  await api.factory.personCalendar({ organization_id, calendar_id: calendar.id, person_id: person.id });
  await api.factory.insert('time_entries', {
    organization_id,
    id: newId(),
    person_id: person.id,
    date: MONDAY,
    minutes: 200,
  });
  await api.as.admin.post('/absences', {
    person_id: person.id,
    type: 'leave',
    start_date: '2027-02-02',
    end_date: '2027-02-03',
    ends_at: 'middle_of_day',
  });
  const dates = { person_id: person.id, start_date: MONDAY, end_date: SUNDAY };
  await api.as.admin.post('/allocations', { ...dates, percent: 80 });
  await api.as.admin.post('/allocations', { ...dates, total_minutes: 601 });
  await api.as.admin.post('/allocations', { ...dates, hours_per_week: 3, status: 'tentative' });
  return person.id;
}

async function daysOf(personId: string, from = MONDAY, to = SUNDAY): Promise<AnswerBody[]> {
  return (await api.as.viewer.get(`/capacity/days?person_id=${personId}&from=${from}&to=${to}`)).body.items;
}

describe('refusals', () => {
  test.each([
    ['/capacity/days?from=2027-01-01&to=2027-01-02', '/query/person_id'],
    [`/capacity/days?person_id=${newId()}&team_id=${newId()}&from=2027-01-01&to=2027-01-02`, '/query/person_id'],
    [`/capacity/days?person_id=${newId()}&from=2027-01-03&to=2027-01-02`, '/query/to'],
    [`/capacity/days?person_id=${newId()}&from=2027-01-01&to=2030-01-08`, '/query/to'],
    [`/capacity/explain?person_id=${newId()}&date=2027-01-01&figure=mood`, '/query/figure'],
  ])('400 for %s names %s', async (path, pointer) => {
    const answer = await api.as.viewer.get(path);
    expect([answer.status, answer.body.errors[0]?.pointer]).toEqual([400, pointer]);
  });

  test('404 for a person or team of another organisation; 403 for recompute below admin', async () => {
    const foreign = await api.factory.person({ organization_id: api.strangerOrganizationId });
    const team = await api.factory.team({ organization_id: api.strangerOrganizationId });
    const range = 'from=2027-01-01&to=2027-01-02';
    expect((await api.as.owner.get(`/capacity/days?person_id=${foreign.id}&${range}`)).status).toBe(404);
    expect((await api.as.owner.get(`/capacity/days?team_id=${team.id}&${range}`)).status).toBe(404);
    const explain = `/capacity/explain?person_id=${foreign.id}&date=2027-01-01&figure=net`;
    expect((await api.as.owner.get(explain)).status).toBe(404);
    expect((await api.as.manager.post('/capacity:recompute', {})).status).toBe(403);
  });
});

describe('days', () => {
  test('are dense, ordered, and hold what calendar, leave, bookings and work make of them', async () => {
    const days = await daysOf(await busyPerson());
    expect(days.map((day) => day.date)).toEqual(
      ['01', '02', '03', '04', '05', '06', '07'].map((day) => `2027-02-${day}`),
    );
    const pick = (name: string): unknown[] => days.map((day) => day[`${name}_minutes`]);
    expect(pick('nominal')).toEqual([420, 420, 420, 420, 420, 0, 0]);
    expect(pick('holiday')).toEqual([0, 210, 0, 0, 0, 0, 0]);
    expect(pick('absence')).toEqual([0, 210, 210, 0, 0, 0, 0]);
    expect(pick('net')).toEqual([420, 0, 210, 420, 420, 0, 0]);
    expect(pick('worked')).toEqual([200, 0, 0, 0, 0, 0, 0]);
    const sum = (name: string): number => pick(name).reduce((total: number, minutes) => total + Number(minutes), 0);
    expect([sum('firm'), sum('tentative')]).toEqual([5 * 336 + 601, 180]);
  });

  test('of a year nobody has materialised, and of a team on its days of membership', async () => {
    const organization_id = api.organizationId;
    const person = await api.factory.person({ organization_id });
    const team = await api.factory.team({ organization_id });
    await api.factory.teamMember({ organization_id, team_id: team.id, person_id: person.id });
    expect(await daysOf(person.id, '1999-03-01', '1999-03-01')).toMatchObject([{ net_minutes: 420 }]);
    const answer = await api.as.viewer.get(`/capacity/days?team_id=${team.id}&from=2090-01-02&to=2090-01-03`);
    expect(answer.body.items.map((day) => [day['person_id'], day['net_minutes']])).toEqual([
      [person.id, 420],
      [person.id, 420],
    ]);
  });

  test('every figure of every day is explained to the minute', async () => {
    const personId = await busyPerson();
    for (const day of await daysOf(personId)) {
      for (const figure of ledgerFigures) {
        const path = `/capacity/explain?person_id=${personId}&date=${day.date}&figure=${figure}`;
        const { minutes, parts } = (await api.as.admin.get(path)).body;
        expect([figure, day.date, minutes]).toEqual([figure, day.date, day[`${figure}_minutes`]]);
        expect(parts.reduce((sum, part) => sum + part.minutes, 0)).toBe(minutes);
      }
    }
  });
});

describe('materialised weeks', () => {
  const drain = () => drainDirtyRanges(api.container, api.organizationId, { maxPeople: 50 });

  test('a dirty range is never believed: reads compute it, the drain repairs it', async () => {
    const personId = await busyPerson();
    const right = await daysOf(personId);
    await api.database
      .admin('capacity_weeks')
      .where({ person_id: personId })
      .update({ net_minutes: [1, 1, 1, 1, 1, 1, 1] });
    expect((await daysOf(personId))[0]?.['net_minutes']).toBe(1);
    await api.database.admin('dirty_ranges').insert({
      organization_id: api.organizationId,
      person_id: personId,
      from_date: MONDAY,
      to_date: SUNDAY,
      reason: 'test',
    });
    expect(await daysOf(personId)).toEqual(right);
    while ((await drain()).people > 0);
    expect(await api.database.admin('dirty_ranges').where({ organization_id: api.organizationId })).toEqual([]);
    expect(await daysOf(personId)).toEqual(right);
    expect(await drain()).toEqual({ people: 0, changedWeeks: 0, writtenWeeks: 0, remainingPeople: 0 });
  });

  test('the audit finds a week that is wrong, marks the person, and finds nothing after the repair', async () => {
    const personId = await busyPerson();
    while ((await drain()).people > 0);
    const audit = () => auditLedger(api.container, api.organizationId, { sampleShare: 1, seed: 'all' });
    expect((await audit()).differences).toBe(0);
    await api.database
      .admin('capacity_weeks')
      .where({ person_id: personId })
      .update({ firm_minutes: [9, 0, 0, 0, 0, 0, 0] });
    expect((await audit()).differences).toBe(1);
    expect(await drain()).toMatchObject({ people: 1, changedWeeks: 1 });
    expect((await audit()).differences).toBe(0);
  });

  test('a full recompute is a run that ends, and finds nothing to change the second time', async () => {
    await busyPerson();
    const first = await api.as.admin.post('/capacity:recompute', { mode: 'full' });
    expect([first.status, first.body.workflow_id]).toEqual([202, `capacity/${api.organizationId}`]);
    expect((await api.as.viewer.get('/capacity/status')).body).toMatchObject({ last_run: { state: 'queued' } });
    while ((await drain()).remainingPeople > 0);
    const again = await api.as.admin.post('/capacity:recompute', { mode: 'full' });
    while ((await drain()).remainingPeople > 0);
    const run = await api.as.viewer.get(again.headers.get('Location')?.replace('/api/v1', '') ?? '');
    expect(run.body).toMatchObject({ id: again.body.run_id, state: 'completed', changed_weeks: 0 });
    expect(run.body['done']).toBe(run.body['total']);
    const late = await api.as.admin.post(`/capacity/runs/${again.body.run_id}:cancel`);
    expect([late.status, late.body.code]).toEqual([409, 'run_finished']);
  });

  test('what nobody asked for is a run too: the last one, which begins again with the next', async () => {
    const people = [await busyPerson(), await busyPerson()];
    while ((await drain()).people > 0);
    const dirty = (person_ids: string[]) =>
      api.database.admin('dirty_ranges').insert(
        person_ids.map((person_id) => {
          const days = { from_date: MONDAY, to_date: SUNDAY };
          return { organization_id: api.organizationId, person_id, ...days, reason: 'test' };
        }),
      );
    const lastRun = async () => (await api.as.viewer.get('/capacity/status')).body['last_run'] as AnswerBody;
    await dirty(people.slice(0, 1));
    await drain();
    const own = { mode: 'incremental', started_by: null, workflow_id: `capacity/${api.organizationId}` };
    const first = await lastRun();
    expect(first).toMatchObject({ ...own, state: 'completed', done: 1, total: 1, error: null });
    await dirty(people);
    await drainDirtyRanges(api.container, api.organizationId, { maxPeople: 1 });
    expect(await lastRun()).toMatchObject({ ...own, id: first.id, state: 'running', done: 1, total: 2 });
    await drain();
    expect(await lastRun()).toMatchObject({ ...own, id: first.id, state: 'completed', done: 2, total: 2 });
    const asked = await api.as.admin.post('/capacity:recompute', { mode: 'full' });
    while ((await drain()).remainingPeople > 0);
    expect(await lastRun()).toMatchObject({ id: asked.body.run_id, state: 'completed' });
  });

  test('a cancelled run ends; what it marked is recomputed all the same', async () => {
    const run = await api.as.admin.post('/capacity:recompute', { mode: 'full' });
    const cancelled = await api.as.admin.post(`/capacity/runs/${run.body.run_id}:cancel`);
    expect([cancelled.status, cancelled.body.state]).toEqual([200, 'cancelled']);
    expect((await drain()).people).toBeGreaterThan(0);
    while ((await drain()).remainingPeople > 0);
    expect((await api.as.viewer.get(`/capacity/runs/${run.body.run_id}`)).body.state).toBe('cancelled');
  });

  test('cancelling takes ranges before their run, as a drain does, so that neither waits for the other', async () => {
    const run = await api.as.admin.post('/capacity:recompute', { mode: 'full' });
    const draining = await api.database.admin.transaction();
    await draining('dirty_ranges').where({ run_id: run.body.run_id }).forUpdate().select('id');
    const cancelling = api.as.admin.post(`/capacity/runs/${run.body.run_id}:cancel`);
    await untilWaiting(api.database, 1);
    const free = draining('capacity_runs').where({ id: run.body.run_id }).forUpdate().noWait().select('state');
    expect(await free).toEqual([{ state: 'queued' }]);
    await draining.commit();
    expect((await cancelling).body.state).toBe('cancelled');
    while ((await drain()).remainingPeople > 0);
  });

  test.each([{ from: '2200-12-31' }, { to: '1900-01-01' }, { from: '2026-01-01', to: '2026-01-31' }])(
    'a full run of %j ends, also where nothing is kept',
    async (dates) => {
      const person_ids = [(await api.factory.person({ organization_id: api.organizationId })).id];
      const { status, body } = await api.as.admin.post('/capacity:recompute', { mode: 'full', person_ids, ...dates });
      expect(status).toBe(202);
      while ((await drain()).remainingPeople > 0);
      expect((await api.as.admin.get(`/capacity/runs/${body.run_id}`)).body.state).toBe('completed');
    },
  );

  test('a full run of three hundred years keeps no more weeks than any', async () => {
    const { id } = await api.factory.person({ organization_id: api.organizationId });
    const spanOf = async (dates: { from?: string; to?: string }): Promise<unknown> => {
      await api.as.admin.post('/capacity:recompute', { mode: 'full', person_ids: [id], ...dates });
      while ((await drain()).remainingPeople > 0);
      return api.database
        .admin('capacity_weeks')
        .where({ person_id: id })
        .min('week_start as first')
        .max('week_start as last')
        .first();
    };
    const kept = await spanOf({});
    expect(kept).toMatchObject({ first: expect.anything(), last: expect.anything() });
    expect(await spanOf({ from: '1900-01-01', to: '2200-12-31' })).toEqual(kept);
  });

  test('a run with nothing to do is completed at once', async () => {
    const run = await api.as.admin.post('/capacity:recompute', {});
    expect((await api.as.viewer.get(`/capacity/runs/${run.body.run_id}`)).body).toMatchObject({
      state: 'completed',
      total: 0,
    });
  });
});

test('conflicts are listed by state, kind, person and days, page by page while others are added', async () => {
  const person_id = (await api.factory.person({ organization_id: api.organizationId })).id;
  const day = (index: number) => `2027-06-${String(7 + 7 * index).padStart(2, '0')}`;
  const overbook = (index: number) =>
    api.as.admin.post('/allocations', {
      person_id,
      start_date: day(index),
      end_date: day(index),
      minutes_per_day: 600,
    });
  for (const index of [0, 1, 2]) await overbook(index);
  const first = await api.as.viewer.get(`/conflicts?person_id=${person_id}&page_size=2`);
  expect([first.body.total, first.body.items.length]).toEqual([3, 2]);
  const rest = await api.as.viewer.get(
    `/conflicts?person_id=${person_id}&page_size=2&cursor=${first.body.next_cursor ?? ''}`,
  );
  expect(rest.body.items).toHaveLength(1);
  expect(new Set([...first.body.items, ...rest.body.items].map((conflict) => conflict.id)).size).toBe(3);
  const total = async (query: string) =>
    (await api.as.viewer.get(`/conflicts?person_id=${person_id}&${query}`)).body.total;
  expect(await total('kind=on_absence')).toBe(0);
  expect(await total('state=accepted')).toBe(0);
  expect(await total(`from=${day(1)}&to=${day(1)}`)).toBe(1);
  const one = await api.as.viewer.get(`/conflicts/${first.body.items[0]?.id ?? ''}`);
  expect(one.body).toMatchObject({ kind: 'over_allocation', over_minutes: 180, causes: [{ type: 'allocation' }] });
});
