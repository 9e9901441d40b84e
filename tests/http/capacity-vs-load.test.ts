/** Capacity against load over HTTP: figures by hand, the same sums as utilization, who may see it. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Row } from '../support/factories';
import { startApi, type SignedIn, type TestApi } from '../support/api';

const REPORT = '/reports/capacity-vs-load';
const TWO_WEEKS = 'from=2027-02-01&to=2027-02-14';
let api: TestApi;
let viewer: SignedIn;
let ada: Row;
let blue: Row;

beforeAll(async () => {
  api = await startApi();
  const { factory } = api;
  const organization_id = (await factory.organization()).id;
  viewer = await api.signIn({ role: 'viewer', organizationId: organization_id, personId: null });
  ada = await factory.person({ organization_id, full_name: 'Ada' });
  const bob = await factory.person({ organization_id, full_name: 'Bob' });
  blue = await factory.team({ organization_id, name: 'Blue' });
  await factory.team({ organization_id, name: 'Amber' });
  await factory.teamMember({ team_id: blue.id, person_id: ada.id, active_from: '2027-02-03' });
  const week = { start_date: '2027-02-01', end_date: '2027-02-07' };
  await factory.allocation({ person_id: ada.id, ...week, basis_points: 12_000 });
  await factory.allocation({ person_id: bob.id, ...week, status: 'tentative' });
});
afterAll(() => api.close());

test('401 without a token; 400 names the parameter', async () => {
  expect((await api.anonymous.get(REPORT)).status).toBe(401);
  for (const [query, pointer] of [
    ['granularity=day', '/query/granularity'],
    ['team_id=blue', '/query/team_id'],
    ['from=2027-02-02&to=2027-02-01', '/query/to'],
    ['group_by=team', '/query/group_by'],
  ]) {
    const answer = await viewer.get(`${REPORT}?${query ?? ''}`);
    expect([answer.status, answer.body.errors[0]?.pointer]).toEqual([400, pointer]);
  }
});

test('a viewer sees every team by week; days before a membership belong to no team', async () => {
  const answer = await viewer.get(`${REPORT}?${TWO_WEEKS}`);
  expect(answer.body).toMatchObject({
    definition_version: 1,
    from: '2027-02-01',
    to: '2027-02-14',
    granularity: 'week',
  });
  const rows = answer.body.items.map((row) => [
    row['team_name'],
    (row['periods'] as Record<string, number>[]).map((one) => [
      one['start'],
      one['end'],
      one['net_minutes'],
      one['firm_minutes'],
      one['tentative_minutes'],
      one['gap_minutes'],
    ]),
  ]);
  const first = ['2027-02-01', '2027-02-07'];
  const second = ['2027-02-08', '2027-02-14'];
  expect(rows).toEqual([
    [
      'Amber',
      [
        [...first, 0, 0, 0, 0],
        [...second, 0, 0, 0, 0],
      ],
    ],
    [
      'Blue',
      [
        [...first, 1_260, 1_512, 0, -252],
        [...second, 2_100, 0, 0, 2_100],
      ],
    ],
    // Ada's Monday and Tuesday, and Bob.
    [
      'No team',
      [
        [...first, 2_940, 1_008, 2_100, 1_932],
        [...second, 2_100, 0, 0, 2_100],
      ],
    ],
  ]);
});

test('by month, and one team alone; a team of another organisation is like none', async () => {
  const { items } = (await viewer.get(`${REPORT}?${TWO_WEEKS}&granularity=month&team_id=${blue.id}`)).body;
  expect(items).toMatchObject([{ team_id: blue.id, periods: [{ net_minutes: 3_360, firm_minutes: 1_512 }] }]);
  const theirs = await api.factory.team({ organization_id: api.strangerOrganizationId });
  expect((await viewer.get(`${REPORT}?${TWO_WEEKS}&team_id=${theirs.id}`)).body.items).toEqual([]);
});

test('the same sums as utilization by team', async () => {
  const load = (await viewer.get(`${REPORT}?${TWO_WEEKS}&granularity=month`)).body.items;
  const utilization = (await viewer.get(`/reports/utilization?group_by=team&${TWO_WEEKS}`)).body.items;
  const sums = load.map((row) => {
    const [period] = row['periods'] as Record<string, number>[];
    return [row['team_id'], period?.['net_minutes'], period?.['firm_minutes']];
  });
  expect(sums).toEqual(utilization.map((row) => [row.id, row['net_minutes'], row['firm_minutes']]));
});
