/** The month grid: READINGS 40b over HTTP, who may see it, and a cache that follows every write. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Row } from '../support/factories';
import { startApi, type ApiAnswer, type ApiClient, type SignedIn, type TestApi } from '../support/api';

const FEBRUARY = 'year=2027&month=2';

let api: TestApi;
let organization_id: string;
let admin: SignedIn;
let ada: Row;
let blue: Row;
let booking: Row;

beforeAll(async () => {
  api = await startApi();
  const { factory } = api;
  organization_id = (await factory.organization()).id;
  admin = await api.signIn({ role: 'admin', organizationId: organization_id, personId: null });
  ada = await factory.person({ organization_id, full_name: 'Ada' });
  await factory.person({ organization_id, full_name: 'Bob' });
  blue = await factory.team({ organization_id, name: 'Blue' });
  // Ada is in Blue for the first week only. February 2027 begins on a Monday and has 20 working days.
  await factory.teamMember({ team_id: blue.id, person_id: ada.id, active_to: '2027-02-07' });
  const rocket = await factory.project({ organization_id, name: 'Rocket' });
  booking = await factory.allocation({
    person_id: ada.id,
    project_id: rocket.id,
    start_date: '2027-01-25',
    end_date: '2027-02-05',
    basis_points: 5_000,
  });
  await factory.allocation({
    person_id: ada.id,
    start_date: '2027-02-08',
    end_date: '2027-02-12',
    status: 'tentative',
  });
  await factory.timeEntry({ person_id: ada.id, project_id: rocket.id, date: '2027-02-01', minutes: 500 });
  await factory.absence({
    person_id: ada.id,
    start_date: '2027-02-02',
    end_date: '2027-02-02',
    starts_at: 'middle_of_day',
  });
});
afterAll(() => api.close());

interface GridItem {
  person_id: string;
  person_name: string;
  days: Record<string, unknown>[];
  blocks: Record<string, unknown>[];
  [kpi: string]: unknown;
}

const grid = (query = FEBRUARY, client: ApiClient = admin): Promise<ApiAnswer> =>
  client.get(`/reports/month-grid?${query}`);
const itemsOf = (answer: ApiAnswer): GridItem[] => answer.body.items as unknown as GridItem[];

describe('refusals', () => {
  test('401 without a token, 403 for a viewer', async () => {
    expect((await grid(FEBRUARY, api.anonymous)).status).toBe(401);
    expect((await grid('year=1', api.as.viewer)).status).toBe(403);
    expect((await grid(FEBRUARY, api.as.member)).status).toBe(200);
  });

  test.each([
    ['year=2027', '/query/month'],
    ['year=2027&month=13', '/query/month'],
    ['year=1899&month=1', '/query/year'],
    [`${FEBRUARY}&team_id=blue`, '/query/team_id'],
    [`${FEBRUARY}&from=2027-02-01`, '/query/from'],
    [`${FEBRUARY}&format=ods`, '/query/format'],
  ])('400 for %s', async (query, pointer) => {
    const { status, body } = await grid(query);
    expect([status, body.errors[0]?.pointer]).toEqual([400, pointer]);
  });
});

describe('the grid', () => {
  test('has each person and date: absence, worked, planned, unplanned, and the kind of day', async () => {
    const answer = await grid();
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ definition_version: 1, from: '2027-02-01', to: '2027-02-28', month: 2 });
    const [first] = itemsOf(answer);
    expect(first?.person_name).toBe('Ada');
    expect(first?.days).toHaveLength(28);
    expect(first?.days.slice(0, 3)).toEqual([
      { date: '2027-02-01', kind: 'working', absence: 0, worked: 420, planned: 0, unplanned: 0, overtime: 80 },
      { date: '2027-02-02', kind: 'working', absence: 210, worked: 0, planned: 210, unplanned: 0, overtime: 0 },
      { date: '2027-02-03', kind: 'working', absence: 0, worked: 0, planned: 210, unplanned: 210, overtime: 0 },
    ]);
    expect(first?.days[5]).toMatchObject({ date: '2027-02-06', kind: 'off', unplanned: 0 });
  });

  test('has the rates of people, teams and the month; tentative load never counts', async () => {
    const answer = await grid();
    const [first, second] = itemsOf(answer);
    const net = 20 * 420 - 210;
    expect(first).toMatchObject({
      net_minutes: net,
      worked_minutes: 420,
      planned_minutes: 4 * 210,
      tace: Math.round((1_260 / net) * 1_000_000) / 1_000_000,
      unplanned_days: 16.5,
      understaffed: true,
    });
    expect(second).toMatchObject({ person_name: 'Bob', tace: 0, split: { worked: 0, planned: 0, unplanned: 1 } });
    expect(answer.body['teams']).toMatchObject([
      { team_name: 'Blue', net_minutes: 5 * 420 - 210, planned_minutes: 840, unplanned_days: 1.5, understaffed: false },
    ]);
    expect(answer.body['totals']).toMatchObject({ net_minutes: net + 20 * 420, planned_minutes: 840 });
    const days = answer.body['days'] as { date: string; coverage: number | null }[];
    expect(days.slice(0, 2).map((day) => day.coverage)).toEqual([0.5, 0.333333]);
    expect(days[5]).toMatchObject({ date: '2027-02-06', coverage: null });
  });

  test('has bookings as blocks, whole and with what a move needs', async () => {
    const [first] = itemsOf(await grid());
    expect(first?.blocks).toHaveLength(2);
    expect(first?.blocks[0]).toMatchObject({
      id: booking.id,
      version: 1,
      project_name: 'Rocket',
      start_date: '2027-01-25',
      end_date: '2027-02-05',
      percent: 50,
      status: 'firm',
    });
  });

  test('of a team: its people on their days of membership', async () => {
    const answer = await grid(`${FEBRUARY}&team_id=${blue.id}`);
    expect(itemsOf(answer).map((item) => item.person_name)).toEqual(['Ada']);
    expect(itemsOf(answer)[0]?.days[7]).toMatchObject({ kind: 'outside_team', unplanned: 0 });
    const [team] = answer.body['teams'] as Record<string, unknown>[];
    expect(answer.body['totals']).toMatchObject({ net_minutes: team?.['net_minutes'], tace: team?.['tace'] });
    const nobody = await grid(`${FEBRUARY}&team_id=${api.strangerOrganizationId}`);
    expect([nobody.status, nobody.body.items]).toEqual([200, []]);
  });

  test('the read after a write is right, and the same again until the next one', async () => {
    const planned = async (): Promise<unknown> => itemsOf(await grid())[1]?.['planned_minutes'];
    expect(await planned()).toBe(0);
    const bob = itemsOf(await grid())[1]?.person_id;
    const body = { person_id: bob, start_date: '2027-02-01', end_date: '2027-02-01', minutes_per_day: 100 };
    const created = await admin.post('/allocations', body);
    expect(await planned()).toBe(100);
    expect((await grid()).text).toBe((await grid()).text);
    await admin.delete(`/allocations/${created.body.id}`);
    expect(await planned()).toBe(0);
  });
});
