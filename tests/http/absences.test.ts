import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newId } from '../../src/shared/ids';
import { startApi, type SignedIn, type TestApi } from '../support/api';
import {
  buildAbsence,
  buildAllocation,
  buildPerson,
  buildTeamMember,
  eventsOf,
  uniqueName,
} from '../support/resources';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const week = { start_date: '2026-11-23', end_date: '2026-11-27', type: 'sick' };
const own = (client: SignedIn): object => ({ ...week, person_id: client.personId });

/** A report of the manager who is signed in. */
async function buildReport(): Promise<string> {
  return (await buildPerson(api.as.owner, { manager_id: api.as.manager.personId })).id;
}

describe('refusals, in order', () => {
  test('401 without a token, 403 for a viewer whatever the body', async () => {
    expect((await api.anonymous.get('/absences')).status).toBe(401);
    expect((await api.as.viewer.post('/absences', { nonsense: 1 })).status).toBe(403);
  });

  test.each([
    [{ type: undefined }, '/type'],
    [{ end_date: '2026-11-22' }, '/end_date'],
    [{ end_date: '2026-11-23', starts_at: 'middle_of_day', ends_at: 'middle_of_day' }, '/ends_at'],
    [{ starts_at: 'noon' }, '/starts_at'],
    [{ hours_per_day: 2, starts_at: 'middle_of_day' }, '/hours_per_day'],
    [{ hours_per_day: 0 }, '/hours_per_day'],
    [{ hours_per_day: 25 }, '/hours_per_day'],
    [{ status: 'maybe' }, '/status'],
    [{ reason: 'flu' }, '/reason'],
    [{ person_id: '0190a000-0000-7000-8000-000000000000' }, '/person_id'],
  ])('400 for %j names %s', async (change, pointer) => {
    const answer = await api.as.admin.post('/absences', { ...own(api.as.member), ...change });
    expect([answer.status, answer.body.errors[0]?.pointer]).toEqual([400, pointer]);
  });

  test('400 for a reversed range in the list, and for a person of another organisation', async () => {
    const reversed = await api.as.viewer.get('/absences?from=2026-02-01&to=2026-01-01');
    expect([reversed.status, reversed.body.errors[0]?.pointer]).toEqual([400, '/query/to']);
    const foreign = await buildPerson(api.stranger);
    const answer = await api.as.manager.post('/absences', { ...week, person_id: foreign.id });
    expect([answer.status, answer.body.code]).toEqual([400, 'reference_not_found']);
  });

  test('404 of another organisation', async () => {
    const { id } = await buildAbsence(api.stranger);
    for (const path of [`/absences/${id}`, `/absences/${newId()}`]) {
      expect((await api.as.admin.get(path)).status).toBe(404);
      expect((await api.as.member.patch(path, { status: 'cancelled' })).status).toBe(404);
      expect((await api.as.admin.delete(path)).status).toBe(404);
    }
  });

  test('403 by record: only for oneself and the people one leads', async () => {
    const { id, person_id } = await buildAbsence(api.as.owner);
    for (const client of [api.as.member, api.as.manager]) {
      expect((await client.post('/absences', { ...week, person_id })).status).toBe(403);
      expect((await client.patch(`/absences/${id}`, { notes: 'x' })).status).toBe(403);
      expect((await client.delete(`/absences/${id}`)).status).toBe(403);
    }
    const mine = await buildAbsence(api.as.owner, { person_id: await buildReport() });
    expect((await api.as.manager.patch(`/absences/${mine.id}`, { person_id })).status).toBe(403);
  });

  test('412 for a stale tag', async () => {
    const { id } = await buildAbsence(api.as.owner);
    const stale = await api.as.admin.patch(`/absences/${id}`, { notes: 'x' }, { 'If-Match': '"3"' });
    expect([stale.status, stale.body.code]).toEqual([412, 'stale_version']);
  });
});

describe('who writes what', () => {
  test('a member requests, changes, cancels, and never decides', async () => {
    const created = await api.as.member.post('/absences', { ...own(api.as.member), notes: 'flu' });
    expect(created.body).toMatchObject({ status: 'requested', type: 'sick', notes: 'flu', source: 'manual' });
    expect(created.body.impact.days_changed).toBe(0);
    const path = `/absences/${created.body.id}`;
    expect((await api.as.member.patch(path, { end_date: '2026-11-24' })).status).toBe(200);
    expect((await api.as.member.patch(path, { status: 'approved' })).status).toBe(403);
    expect((await api.as.member.post('/absences', { ...own(api.as.member), status: 'approved' })).status).toBe(403);

    const approved = await api.as.admin.patch(path, { status: 'approved' });
    expect(approved.body.impact.days_changed).toBe(2);
    expect((await api.as.member.patch(path, { end_date: '2026-11-27' })).status).toBe(403);
    expect((await api.as.member.delete(path)).status).toBe(403);
    const cancelled = await api.as.member.patch(path, { status: 'cancelled' });
    expect([cancelled.status, cancelled.body.impact.days_changed]).toEqual([200, 2]);
    const events = ['absence.created', 'absence.updated', 'absence.updated', 'absence.updated'];
    expect(await eventsOf(api, created.body.id)).toEqual({ audited: events, emitted: events });
  });

  test('a member takes a request back', async () => {
    const { id } = (await api.as.member.post('/absences', own(api.as.member))).body;
    expect((await api.as.member.delete(`/absences/${id}`)).status).toBe(204);
    expect((await api.as.member.get(`/absences/${id}`)).status).toBe(404);
  });

  test('a manager decides for reports and for members of teams they lead, not for themself', async () => {
    const report = await api.as.manager.post('/absences', { ...week, person_id: await buildReport() });
    expect([report.status, report.body['status']]).toEqual([201, 'approved']);
    const team = await api.as.owner.post('/teams', { name: uniqueName('Team'), lead_id: api.as.manager.personId });
    const present = await buildTeamMember(api.as.owner, { team_id: team.body.id });
    const past = await buildTeamMember(api.as.owner, {
      team_id: team.body.id,
      active_from: '2019-01-01',
      active_to: '2020-01-01',
    });
    expect((await api.as.manager.post('/absences', { ...week, person_id: present['person_id'] })).status).toBe(201);
    expect((await api.as.manager.post('/absences', { ...week, person_id: past['person_id'] })).status).toBe(403);
    const mine = await api.as.manager.post('/absences', own(api.as.manager));
    expect(mine.body['status']).toBe('requested');
    expect((await api.as.manager.patch(`/absences/${mine.body.id}`, { status: 'approved' })).status).toBe(403);
  });
});

describe('masking', () => {
  test('type and notes are for the person, for those who lead them and for admins, in each answer', async () => {
    const person_id = await buildReport();
    const led = await buildAbsence(api.as.owner, { person_id, type: 'sick', notes: 'flu' });
    const other = await buildAbsence(api.as.owner, { type: 'sick', notes: 'flu' });
    const members = await buildAbsence(api.as.owner, { person_id: api.as.member.personId, type: 'sick', notes: 'flu' });
    const open = { type: 'sick', notes: 'flu' };
    const masked = { type: 'absence', notes: null };
    const cases: [SignedIn, string, object][] = [
      [api.as.viewer, led.id, masked],
      [api.as.member, led.id, masked],
      [api.as.member, members.id, open],
      [api.as.manager, led.id, open],
      [api.as.manager, other.id, masked],
      [api.as.admin, other.id, open],
    ];
    for (const [client, id, expected] of cases) {
      expect((await client.get(`/absences/${id}`)).body).toMatchObject(expected);
      const listed = (await client.get('/absences?page_size=100')).body.items.find((absence) => absence.id === id);
      expect(listed).toMatchObject({
        ...expected,
        start_date: '2026-11-23',
        end_date: '2026-11-27',
        status: 'approved',
      });
    }
  });
});

describe('what it does to the plan', () => {
  test('halves, hours and overlaps unite; declined ones count for nothing', async () => {
    const person = await buildPerson(api.as.owner);
    const add = async (fields: object): Promise<void> => {
      await buildAbsence(api.as.owner, {
        person_id: person.id,
        start_date: '2026-11-23',
        end_date: '2026-11-23',
        ...fields,
      });
    };
    const net = async (): Promise<unknown> => {
      const days = await api.as.viewer.get(`/capacity/days?person_id=${person.id}&from=2026-11-23&to=2026-11-23`);
      return days.body.items[0]?.['net_minutes'];
    };
    await add({ status: 'declined' });
    expect(await net()).toBe(420);
    await add({ ends_at: 'middle_of_day' });
    await add({ ends_at: 'middle_of_day' });
    expect(await net()).toBe(210);
    await add({ hours_per_day: 1.5 });
    expect(await net()).toBe(120);
    await add({ starts_at: 'middle_of_day' });
    expect(await net()).toBe(0);
  });

  test('an absence over a booking is a conflict; reject refuses it, a dry run tells of it, deleting it closes it', async () => {
    const person = await buildPerson(api.as.owner);
    await buildAllocation(api.as.owner, { person_id: person.id, percent: 100 });
    const body = { ...week, end_date: '2026-11-24', person_id: person.id };
    const refused = await api.as.admin.post('/absences?on_conflict=reject', body);
    expect([refused.status, refused.body.code]).toEqual([409, 'planning_conflict']);
    const dry = await api.as.admin.post('/absences?dry_run=true', body);
    expect(dry.body.impact.conflicts.opened.map((conflict) => conflict.kind)).toEqual(['on_absence']);
    expect((await api.as.admin.get(`/absences?person_id=${person.id}`)).body.total).toBe(0);
    const real = await api.as.admin.post('/absences', body);
    expect(real.body.impact.figures).toEqual(dry.body.impact.figures);
    const removed = await api.as.admin.delete(`/absences/${real.body.id}`, { Prefer: 'return=representation' });
    expect(removed.body.impact.conflicts.closed).toHaveLength(1);
  });

  test('moved to other dates and to another person, both are recomputed', async () => {
    const [from, to] = [await buildPerson(api.as.owner), await buildPerson(api.as.owner)];
    const { id } = await buildAbsence(api.as.owner, { person_id: from.id, end_date: '2026-11-23' });
    const moved = await api.as.admin.patch(`/absences/${id}`, {
      person_id: to.id,
      start_date: '2026-12-01',
      end_date: '2026-12-01',
    });
    const figures = moved.body.impact.figures.map(({ person_id, week, net_minutes }) => [person_id, week, net_minutes]);
    expect(figures).toEqual([
      [from.id, '2026-11-23', 2_100],
      [to.id, '2026-11-30', 1_680],
    ]);
  });
});

test('ten absences of a new type at once register it once', async () => {
  const type = uniqueName('type');
  await Promise.all(Array.from({ length: 10 }, () => buildAbsence(api.as.owner, { type })));
  const types = (await api.as.viewer.get('/absence-types?page_size=100')).body.items.filter(
    (one) => one['key'] === type,
  );
  expect(types).toHaveLength(1);
});

test('an unknown type is registered as time off, once; lists are filtered by person, overlap and status', async () => {
  const type = uniqueName('Congé');
  const { person_id } = await buildAbsence(api.as.owner, { type });
  await Promise.all(
    ['2026-12-07', '2026-12-14'].map((day) =>
      buildAbsence(api.as.owner, { person_id, type, start_date: day, end_date: day }),
    ),
  );
  const types = (await api.as.viewer.get('/absence-types?page_size=100')).body.items.filter(
    (one) => one['key'] === type,
  );
  expect(types).toMatchObject([{ label: type, is_time_off: true }]);
  const count = async (query: string): Promise<number> =>
    (await api.as.viewer.get(`/absences?person_id=${String(person_id)}&${query}`)).body.total;
  expect(await count('from=2026-11-27&to=2026-12-07')).toBe(2);
  expect(await count('from=2026-11-28&to=2026-12-06')).toBe(0);
  expect(await count('status=requested')).toBe(0);
});
