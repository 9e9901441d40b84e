import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newId } from '../../src/shared/ids';
import { startApi, type ApiClient, type ImpactBody, type TestApi } from '../support/api';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

/** A Monday far enough from everything else. */
const MONDAY = '2027-02-01';
const FRIDAY = '2027-02-05';

async function newPerson(): Promise<string> {
  return (await api.factory.person({ organization_id: api.organizationId })).id;
}

async function book(body: object, query = '', client: ApiClient = api.as.admin) {
  return client.post(`/allocations${query}`, { start_date: MONDAY, end_date: FRIDAY, ...body });
}

describe('refusals, in order', () => {
  test('401, then 403 by role before the body is judged', async () => {
    expect((await api.anonymous.post('/allocations', {})).status).toBe(401);
    for (const client of [api.as.viewer, api.as.member]) {
      expect((await client.post('/allocations', { nonsense: 1 })).status).toBe(403);
    }
  });

  test.each([
    [{ percent: 0 }, '/percent'],
    [{ percent: 200.01 }, '/percent'],
    [{ percent: 33.333 }, '/percent'],
    [{ percent: 50, hours_per_week: 10 }, '/hours_per_week'],
    [{ minutes_per_day: 60, total_minutes: 10 }, '/total_minutes'],
    [{ minutes_per_day: 1441 }, '/minutes_per_day'],
    [{ hours_per_week: 7.123 }, '/hours_per_week'],
    [{ hours_per_week: 7, basis: 'net' }, '/basis'],
    [{ start_date: '2027-02-30' }, '/start_date'],
    [{ end_date: '2027-01-31' }, '/end_date'],
    [{ colour: 'red' }, '/colour'],
  ])('400 for %j names %s', async (body, pointer) => {
    const answer = await book({ person_id: await newPerson(), ...body });
    expect([answer.status, answer.body.errors.map((error) => error.pointer)]).toEqual([400, [pointer]]);
  });

  test('400 for a person or project that is unknown or of another organisation', async () => {
    const foreign = await api.factory.person({ organization_id: api.strangerOrganizationId });
    const foreignProject = await api.factory.project({ organization_id: api.strangerOrganizationId });
    for (const id of [newId(), foreign.id]) {
      const answer = await book({ person_id: id });
      expect([answer.body.code, answer.body.errors[0]?.pointer]).toEqual(['reference_not_found', '/person_id']);
    }
    const answer = await book({ person_id: await newPerson(), project_id: foreignProject.id });
    expect([answer.status, answer.body.errors[0]?.pointer]).toEqual([400, '/project_id']);
  });

  test('403 by record: a manager books only people of teams they lead and their reports', async () => {
    const { manager } = api.as;
    const stranger = await newPerson();
    expect((await book({ person_id: stranger }, '', manager)).status).toBe(403);
    const report = await api.factory.person({ organization_id: api.organizationId, manager_id: manager.personId });
    expect((await book({ person_id: report.id, percent: 10 }, '', manager)).status).toBe(201);
    const team = await api.factory.team({ organization_id: api.organizationId, lead_id: manager.personId });
    await api.factory.teamMember({ organization_id: api.organizationId, team_id: team.id, person_id: stranger });
    expect((await book({ person_id: stranger, percent: 10 }, '', manager)).status).toBe(201);
  });

  test('412 for a stale If-Match', async () => {
    const created = await book({ person_id: await newPerson(), percent: 10 });
    const path = `/allocations/${created.body.id}`;
    expect((await api.as.admin.patch(path, { percent: 20 }, { 'If-Match': '"7"' })).status).toBe(412);
    expect((await api.as.admin.patch(path, { percent: 20 }, { 'If-Match': '"1"' })).headers.get('ETag')).toBe('"2"');
  });
});

describe('what is stored and answered', () => {
  test.each([
    [{}, { percent: 100, basis: 'nominal', hours_per_week: null, minutes_per_day: null, total_minutes: null }],
    [{ percent: null }, { percent: 100, basis: 'nominal' }],
    [
      { percent: 33.33, basis: 'net' },
      { percent: 33.33, basis: 'net' },
    ],
    [{ hours_per_week: 7.33 }, { percent: null, basis: null, hours_per_week: 7.33 }],
    [{ minutes_per_day: 120 }, { percent: null, minutes_per_day: 120 }],
    [
      { total_minutes: 1000, percent: null },
      { total_minutes: 1000, percent: null },
    ],
  ])('%j becomes %j', async (load, expected) => {
    const answer = await book({ person_id: await newPerson(), ...load });
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({ ...expected, status: 'firm', source: 'manual', start_date: MONDAY });
    expect(answer.headers.get('Location')).toBe(`/api/v1/allocations/${answer.body.id}`);
    const read = await api.as.viewer.get(`/allocations/${answer.body.id}`);
    expect({ ...read.body, impact: answer.body.impact }).toEqual(answer.body);
  });

  test('several at once are all or nothing, and a refusal names the item', async () => {
    const person_id = await newPerson();
    const item = (percent: number) => ({ person_id, start_date: MONDAY, end_date: FRIDAY, percent });
    const bad = await api.as.admin.post('/allocations', [item(10), item(20), item(30), item(500)]);
    expect([bad.status, bad.body.errors[0]?.pointer]).toEqual([400, '/3/percent']);
    const good = await api.as.admin.post('/allocations', [item(10), item(20)]);
    expect([good.status, good.body.items.map((one) => one['percent'])]).toEqual([201, [10, 20]]);
    expect((await api.as.viewer.get(`/allocations?person_id=${person_id}`)).body.total).toBe(2);
  });

  test('read, change, write: fields that only answers carry are ignored; null clears; a subset is enough', async () => {
    const created = await book({ person_id: await newPerson(), percent: 10, notes: 'first' });
    const path = `/allocations/${created.body.id}`;
    const { impact: _impact, ...whole } = created.body;
    const written = await api.as.admin.patch(path, { ...whole, impact: {}, notes: 'second' });
    expect([written.status, written.body['notes']]).toEqual([200, 'second']);
    expect((await api.as.admin.patch(path, { notes: null })).body['notes']).toBeNull();
    expect((await api.as.admin.patch(path, { minutes_per_day: 60, percent: null })).body).toMatchObject({
      percent: null,
      minutes_per_day: 60,
    });
  });

  test('a write leaves one audit entry and one event with the record before and after', async () => {
    const created = await book({ person_id: await newPerson(), percent: 10 });
    await api.as.admin.patch(`/allocations/${created.body.id}`, { percent: 20 });
    await api.as.admin.delete(`/allocations/${created.body.id}`);
    const of = { entity_id: created.body.id };
    const audit = await api.database.admin('audit_events').where(of).orderBy('id').select('event', 'before', 'after');
    const outbox = await api.database.admin('outbox').where(of).orderBy('id').select('event_type', 'entity_version');
    expect(audit).toMatchObject([
      { event: 'allocation.created', before: null, after: { basisPoints: 1000 } },
      { event: 'allocation.updated', before: { basisPoints: 1000 }, after: { basisPoints: 2000 } },
      { event: 'allocation.deleted', before: { basisPoints: 2000 }, after: null },
    ]);
    expect(outbox.map((row) => `${row.event_type} ${row.entity_version}`)).toEqual([
      'allocation.created 1',
      'allocation.updated 2',
      'allocation.deleted 3',
    ]);
    expect((await api.as.viewer.get(`/allocations/${created.body.id}`)).status).toBe(404);
  });

  test('filters by person, project and days', async () => {
    const person_id = await newPerson();
    const project = await api.factory.project({ organization_id: api.organizationId });
    await book({ person_id, project_id: project.id, percent: 10 });
    await book({ person_id, percent: 10, start_date: '2027-05-03', end_date: '2027-05-04' });
    const total = async (query: string) => (await api.as.viewer.get(`/allocations?${query}`)).body.total;
    expect(await total(`person_id=${person_id}`)).toBe(2);
    expect(await total(`project_id=${project.id}`)).toBe(1);
    expect(await total(`person_id=${person_id}&from=2027-02-06`)).toBe(1);
    expect(await total(`person_id=${person_id}&to=2027-02-01`)).toBe(1);
  });
});

describe('impact', () => {
  test('names the changed days and weeks, and the conflict it opens', async () => {
    const person_id = await newPerson();
    await book({ person_id, percent: 60 });
    const second = await book({ person_id, percent: 60, end_date: '2027-02-02' });
    expect(second.body.impact.days_changed).toBe(2);
    expect(second.body.impact.figures).toEqual([
      {
        person_id,
        week: MONDAY,
        net_minutes: 2100,
        firm_minutes: 1764,
        before: { net_minutes: 2100, firm_minutes: 1260 },
      },
    ]);
    expect(second.body.impact.conflicts.opened).toMatchObject([
      { kind: 'over_allocation', start_date: MONDAY, end_date: '2027-02-02', over_minutes: 168, state: 'open' },
    ]);
    const removed = await api.as.admin.delete(`/allocations/${second.body.id}`, { Prefer: 'return=representation' });
    expect(removed.status).toBe(200);
    expect(removed.body.impact.conflicts.closed.map((conflict) => conflict.id)).toEqual(
      second.body.impact.conflicts.opened.map((conflict) => conflict.id),
    );
  });

  test('a dry run answers what the real write then does, and writes nothing', async () => {
    const person_id = await newPerson();
    await book({ person_id, percent: 80 });
    const body = { person_id, hours_per_week: 20 };
    const dry = await book(body, '?dry_run=true');
    expect([dry.status, dry.body['dry_run']]).toEqual([200, true]);
    expect((await api.as.viewer.get(`/allocations?person_id=${person_id}`)).body.total).toBe(1);
    const real = await book(body);
    expect(comparable(dry.body.impact)).toEqual(comparable(real.body.impact));

    const path = `/allocations/${real.body.id}`;
    const dryChange = await api.as.admin.patch(`${path}?dry_run=true`, { hours_per_week: 5 });
    const change = await api.as.admin.patch(path, { hours_per_week: 5 });
    expect(change.body.version).toBe(2);
    expect(comparable(dryChange.body.impact)).toEqual(comparable(change.body.impact));

    const dryDelete = await api.as.admin.delete(`${path}?dry_run=true`);
    const gone = await api.as.admin.delete(path, { Prefer: 'return=representation' });
    expect(comparable(dryDelete.body.impact)).toEqual(comparable(gone.body.impact));
    const audit = await api.database.admin('audit_events').where({ entity_id: real.body.id }).select('event');
    expect(audit).toHaveLength(3);
  });

  test('reject refuses with the days and stores nothing; accept needs a reason and keeps it', async () => {
    const person_id = await newPerson();
    await book({ person_id, percent: 100 });
    const refused = await book({ person_id, percent: 10 }, '?on_conflict=reject');
    expect([refused.status, refused.body.code]).toEqual([409, 'planning_conflict']);
    expect(refused.body['days']).toHaveLength(5);
    expect((await api.as.viewer.get(`/allocations?person_id=${person_id}`)).body.total).toBe(1);
    const silent = await book({ person_id, percent: 10 }, '?on_conflict=accept');
    expect([silent.status, silent.body.errors[0]?.pointer]).toEqual([400, '/conflict_reason']);
    const accepted = await book({ person_id, percent: 10, conflict_reason: 'release week' }, '?on_conflict=accept');
    expect(accepted.body.impact.conflicts.opened).toMatchObject([{ state: 'accepted', reason: 'release week' }]);
    const worse = await book({ person_id, percent: 10 });
    expect(worse.body.impact.conflicts.changed).toMatchObject([{ state: 'open', reason: null }]);
  });

  test('a change of a closed month is refused, others are not', async () => {
    const person_id = await newPerson();
    await api.database.admin('periods').insert({
      organization_id: api.organizationId,
      id: newId(),
      month: '2027-04-01',
      state: 'closed',
    });
    const across = await book({ person_id, start_date: '2027-03-31', end_date: '2027-04-01' });
    expect([across.status, across.body.code, across.body['months']]).toEqual([409, 'period_closed', ['2027-04']]);
    expect((await book({ person_id, start_date: '2027-03-30', end_date: '2027-03-31' })).status).toBe(201);
  });
});

/** Without ids and instants of what a dry run does not make. */
function comparable(impact: ImpactBody): unknown {
  const unmade = (key: string, value: unknown): unknown =>
    key === 'id' || key === 'first_seen_at' ? undefined : value;
  return JSON.parse(JSON.stringify(impact, unmade));
}
