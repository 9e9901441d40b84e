/** The availability finder: figures by hand, who may see whom, and right after a write. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Row } from '../support/factories';
import { startApi, type ApiClient, type SignedIn, type TestApi } from '../support/api';

let api: TestApi;
let organization_id: string;
let admin: SignedIn;
let manager: SignedIn;
let member: SignedIn;
let ada: Row;
let bob: Row;
let blue: Row;
const WEEK = 'from=2027-02-01&to=2027-02-07';

beforeAll(async () => {
  api = await startApi();
  const { factory } = api;
  organization_id = (await factory.organization()).id;
  const organizationId = organization_id;
  admin = await api.signIn({ role: 'admin', organizationId, personId: null });
  ada = await factory.person({ organization_id, full_name: 'Ada' });
  bob = await factory.person({ organization_id, full_name: 'Bob' });
  manager = await api.signIn({ role: 'manager', organizationId, personId: null });
  member = await api.signIn({ role: 'member', organizationId, personId: bob.id });
  blue = await factory.team({ organization_id, name: 'Blue' });
  await factory.teamMember({ team_id: blue.id, person_id: ada.id, active_from: '2027-02-03' });
  await factory.allocation({
    person_id: ada.id,
    start_date: '2027-02-01',
    end_date: '2027-02-07',
    basis_points: 8_000,
  });
});
afterAll(() => api.close());

async function found(query: string, client: ApiClient = admin): Promise<[unknown, unknown, number][]> {
  const answer = await client.get(`/availability?${query}`);
  expect(answer.status).toBe(200);
  return answer.body.items.map((item) => [
    item['person_name'],
    item['free_minutes'],
    (item['days'] as unknown[]).length,
  ]);
}

test('401 without a token, 403 for a viewer', async () => {
  expect((await api.anonymous.get(`/availability?${WEEK}`)).status).toBe(401);
  expect((await api.as.viewer.get(`/availability?${WEEK}`)).status).toBe(403);
});

test.each([
  ['', '/query/from'],
  ['from=2027-02-01', '/query/to'],
  ['from=2027-02-07&to=2027-02-01', '/query/to'],
  [`${WEEK}&minutes_per_day=0`, '/query/minutes_per_day'],
  [`${WEEK}&minutes_per_day=60&total_minutes=60`, '/query/total_minutes'],
  [`${WEEK}&team_id=blue`, '/query/team_id'],
  [`${WEEK}&colour=blue`, '/query/colour'],
])('400 for ?%s', async (query, pointer) => {
  const answer = await admin.get(`/availability?${query}`);
  expect([answer.status, answer.body.errors[0]?.pointer]).toEqual([400, pointer]);
});

test('a team of another organisation is like none', async () => {
  const theirs = await api.factory.team({ organization_id: api.strangerOrganizationId });
  expect(await found(`${WEEK}&team_id=${theirs.id}`)).toEqual([]);
});

test('people by free minutes with the days that fit; the next read after a write is right', async () => {
  // Ada: 420 a day, 336 booked, 84 free. Bob: all free.
  expect(await found(WEEK)).toEqual([
    ['Bob', 2_100, 5],
    ['Ada', 420, 5],
  ]);
  expect(await found(`${WEEK}&minutes_per_day=85`)).toEqual([['Bob', 2_100, 5]]);
  expect(await found(`${WEEK}&total_minutes=421`)).toEqual([['Bob', 2_100, 5]]);
  expect(await found(`${WEEK}&team_id=${blue.id}`)).toEqual([['Ada', 252, 3]]);
  const booking = { person_id: bob.id, start_date: '2027-02-01', end_date: '2027-02-02', minutes_per_day: 420 };
  expect((await admin.post('/allocations', booking)).status).toBe(201);
  expect(await found(`${WEEK}&minutes_per_day=84`)).toEqual([
    ['Bob', 1_260, 3],
    ['Ada', 420, 5],
  ]);
});

test('a member finds themself, a manager the people they lead', async () => {
  expect((await found(WEEK, member)).map(([name]) => name)).toEqual(['Bob']);
  expect(await found(WEEK, manager)).toEqual([]);
});
