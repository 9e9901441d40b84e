/** Plan against actual: planned and worked minutes by person, project and week, and who may see whose. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Row } from '../support/factories';
import { startApi, type ApiAnswer, type ApiClient, type SignedIn, type TestApi } from '../support/api';

const WEEKS = 'from=2027-02-01&to=2027-02-14';

let api: TestApi;
let organization_id: string;
let admin: SignedIn;
let ada: Row;
let bob: Row;
let blue: Row;
let rocket: Row;

beforeAll(async () => {
  api = await startApi();
  const { factory } = api;
  organization_id = (await factory.organization()).id;
  admin = await api.signIn({ role: 'admin', organizationId: organization_id, personId: null });
  ada = await factory.person({ organization_id, full_name: 'Ada' });
  bob = await factory.person({ organization_id, full_name: 'Bob' });
  blue = await factory.team({ organization_id, name: 'Blue' });
  await factory.teamMember({ team_id: blue.id, person_id: ada.id, active_to: '2027-02-02' });
  rocket = await factory.project({ organization_id, name: 'Rocket' });
  const daily = { load_unit: 'minutes_per_day', load_minutes: 60 };
  const twoWeeks = { start_date: '2027-02-01', end_date: '2027-02-12' };
  await factory.allocation({ person_id: ada.id, project_id: rocket.id, ...twoWeeks, ...daily });
  await factory.allocation({ person_id: ada.id, project_id: rocket.id, ...twoWeeks, ...daily, status: 'tentative' });
  await factory.timeEntry({ person_id: ada.id, project_id: rocket.id, date: '2027-02-02', minutes: 400 });
  await factory.timeEntry({ person_id: ada.id, project_id: rocket.id, date: '2027-02-07', minutes: 20 });
  await factory.timeEntry({ person_id: bob.id, date: '2027-02-08', minutes: 45 });
});
afterAll(() => api.close());

const report = (query = WEEKS, client: ApiClient = admin): Promise<ApiAnswer> =>
  client.get(`/reports/plan-vs-actual?${query}`);
const rowsOf = (answer: ApiAnswer): unknown[][] =>
  (answer.body.items as unknown as Record<string, unknown>[]).map((item) => [
    item['person_name'],
    item['project_name'],
    item['week'],
    item['planned_minutes'],
    item['worked_minutes'],
    item['difference_minutes'],
  ]);

describe('refusals', () => {
  test('401 without a token, 403 for a viewer', async () => {
    expect((await report(WEEKS, api.anonymous)).status).toBe(401);
    expect((await report(WEEKS, api.as.viewer)).status).toBe(403);
  });

  test.each([
    ['from=2027-02-02&to=2027-02-01', '/query/to'],
    [`${WEEKS}&team_id=blue`, '/query/team_id'],
    [`${WEEKS}&project=x`, '/query/project'],
  ])('400 for %s', async (query, pointer) => {
    const { status, body } = await report(query);
    expect([status, body.errors[0]?.pointer]).toEqual([400, pointer]);
  });
});

describe('rows', () => {
  test('are by person, project and week; tentative load is no plan, a Sunday counts into its week', async () => {
    const answer = await report();
    expect(answer.status).toBe(200);
    expect(rowsOf(answer)).toEqual([
      ['Ada', 'Rocket', '2027-02-01', 300, 420, 120],
      ['Ada', 'Rocket', '2027-02-08', 300, 0, -300],
      ['Bob', null, '2027-02-08', 0, 45, 45],
    ]);
    expect(answer.body).toMatchObject({
      total: 3,
      totals: { planned_minutes: 600, worked_minutes: 465, difference_minutes: -135 },
    });
  });

  test('are cut to the dates, and to days of membership', async () => {
    expect(rowsOf(await report('from=2027-02-03&to=2027-02-04'))).toEqual([
      ['Ada', 'Rocket', '2027-02-01', 120, 0, -120],
    ]);
    expect(rowsOf(await report(`${WEEKS}&team_id=${blue.id}`))).toEqual([
      ['Ada', 'Rocket', '2027-02-01', 120, 400, 280],
    ]);
  });

  test('add up to the firm and worked minutes of the utilization report', async () => {
    const { body } = await report();
    const utilization = await admin.get(`/reports/utilization?group_by=person&${WEEKS}`);
    const { firm_minutes, worked_minutes } = utilization.body['totals'] as Record<string, number>;
    expect(body['totals']).toMatchObject({ planned_minutes: firm_minutes, worked_minutes });
  });

  test('are one’s own for a member, and those of the people led for a manager', async () => {
    const member = await api.signIn({ role: 'member', organizationId: organization_id, personId: bob.id });
    expect(rowsOf(await report(WEEKS, member)).map(([name]) => name)).toEqual(['Bob']);
    const manager = await api.signIn({ role: 'manager', organizationId: organization_id });
    expect(rowsOf(await report(WEEKS, manager))).toEqual([]);
  });
});
