import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startApi, type TestApi } from '../support/api';
import { untilWaiting } from '../support/until-waiting';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const DAY = '2027-02-03';

async function newPerson(): Promise<string> {
  return (await api.factory.person({ organization_id: api.organizationId, weekly_minutes_default: 2400 })).id;
}

test('50 bookings of 4 h at once on a day of 8 h, with reject: exactly two are accepted', async () => {
  const person_id = await newPerson();
  const body = { person_id, start_date: DAY, end_date: DAY, minutes_per_day: 240 };
  const answers = await Promise.all(
    Array.from({ length: 50 }, () => api.as.admin.post('/allocations?on_conflict=reject', body)),
  );
  const accepted = answers.filter((answer) => answer.status === 201);
  const refused = answers.filter((answer) => answer.status === 409);
  expect([accepted.length, refused.length]).toEqual([2, 48]);
  for (const answer of refused) {
    expect(answer.body.code).toBe('planning_conflict');
    expect(answer.body['days']).toEqual([{ person_id, kind: 'over_allocation', date: DAY, minutes_over: 240 }]);
  }
  const days = await api.as.admin.get(`/capacity/days?person_id=${person_id}&from=${DAY}&to=${DAY}`);
  expect(days.body.items).toMatchObject([{ firm_minutes: 480, net_minutes: 480, over_minutes: 0 }]);
});

test('bookings of the same people in opposite order neither wait for each other in a circle nor get lost', async () => {
  const people = await Promise.all(Array.from({ length: 4 }, newPerson));
  const item = (person_id: string) => ({ person_id, start_date: DAY, end_date: DAY, minutes_per_day: 30 });
  const orders = [people, [...people].reverse()];
  const answers = await Promise.all(
    Array.from({ length: 12 }, (_, index) =>
      api.as.admin.post('/allocations', (orders[index % 2] ?? people).map(item)),
    ),
  );
  expect(answers.map((answer) => answer.status)).toEqual(Array.from({ length: 12 }, () => 201));
  for (const person of people) {
    const days = await api.as.admin.get(`/capacity/days?person_id=${person}&from=${DAY}&to=${DAY}`);
    expect(days.body.items).toMatchObject([{ firm_minutes: 360 }]);
  }
});

test('thirty changes of one record at once, without If-Match or with any, all come to pass', async () => {
  const body = { person_id: await newPerson(), start_date: DAY, end_date: DAY, minutes_per_day: 30 };
  const path = `/allocations/${(await api.as.admin.post('/allocations', body)).body.id}`;
  const answers = await Promise.all(
    Array.from({ length: 30 }, (_, index) =>
      api.as.admin.patch(path, { minutes_per_day: 31 + index }, index % 2 === 0 ? {} : { 'If-Match': '*' }),
    ),
  );
  expect(answers.map((answer) => answer.status)).toEqual(answers.map(() => 200));
  expect((await api.as.admin.get(path)).body.version).toBe(31);
});

test('projects of the same name made at once get keys of their own', async () => {
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => api.as.admin.post('/projects', { name: 'Same at once' })),
  );
  expect(answers.map((answer) => answer.status)).toEqual(answers.map(() => 201));
  expect(new Set(answers.map((answer) => answer.body['key'])).size).toBe(8);
});

test('people who are given each other as managers at once never report in a circle', async () => {
  for (let round = 0; round < 5; round += 1) {
    const [one, two, three] = [await newPerson(), await newPerson(), await newPerson()];
    const lines = [
      [one, two],
      [two, three],
      [three, one],
    ];
    const answers = await Promise.all(
      lines.map(([person, manager_id]) => api.as.admin.patch(`/people/${String(person)}`, { manager_id })),
    );
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 200, 409]);
  }
});

test('changes at once without If-Match all count; with it, one wins', async () => {
  const body = { person_id: await newPerson(), start_date: DAY, end_date: DAY, minutes_per_day: 30 };
  const created = await api.as.admin.post('/allocations', body);
  const path = `/allocations/${created.body.id}`;
  const free = await Promise.all([31, 32, 33].map((minutes_per_day) => api.as.admin.patch(path, { minutes_per_day })));
  expect(free.map((answer) => answer.status)).toEqual([200, 200, 200]);
  expect((await api.as.admin.get(path)).body.version).toBe(4);
  const tagged = await Promise.all(
    [41, 42, 43].map((minutes_per_day) => api.as.admin.patch(path, { minutes_per_day }, { 'If-Match': '"4"' })),
  );
  expect(tagged.map((answer) => answer.status).sort()).toEqual([200, 412, 412]);
});

test('changes at once of what many people share all count, however long each waits for the people', async () => {
  const calendar_id = (await api.as.admin.post('/calendars', { name: 'Shared at once' })).body.id;
  const id = await newPerson();
  await api.factory.personCalendar({ organization_id: api.organizationId, person_id: id, calendar_id });
  const holder = await api.database.admin.transaction();
  await holder('people').where({ id }).forUpdate();
  const changes = Array.from({ length: 8 }, (_, number) =>
    api.as.admin.patch(`/calendars/${calendar_id}`, { workweek: { monday: 1 + number } }),
  );
  await untilWaiting(api.database, changes.length);
  await holder.rollback();
  expect((await Promise.all(changes)).map((answer) => answer.status)).toEqual(changes.map(() => 200));
  expect((await api.as.admin.get(`/calendars/${calendar_id}`)).body['version']).toBe(1 + changes.length);
});

test('the same Idempotency-Key twice at once: one effect, one answer', async () => {
  const person_id = await newPerson();
  const body = { person_id, start_date: DAY, end_date: DAY, minutes_per_day: 30 };
  const answers = await Promise.all(
    Array.from({ length: 6 }, () => api.as.admin.post('/allocations', body, { 'Idempotency-Key': 'once' })),
  );
  expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([201]));
  expect(new Set(answers.map((answer) => answer.body.id)).size).toBe(1);
  expect((await api.as.admin.get(`/allocations?person_id=${person_id}`)).body.total).toBe(1);
});
