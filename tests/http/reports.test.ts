/** Utilization and overbookings: the figures, who counts where, and who may see whom. READINGS 35, 36 and H. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Row } from '../support/factories';
import { startApi, type ApiAnswer, type ApiClient, type SignedIn, type TestApi } from '../support/api';

const FROM = '2027-02-01';
const TO = '2027-02-07';
const WEEK = `from=${FROM}&to=${TO}`;

let api: TestApi;
/** An organisation of its own: 35 h weeks, and only the people below. */
let organization_id: string;
let admin: SignedIn;
let ada: Row;
let bob: Row;
let eve: Row;
let blue: Row;
let amber: Row;
let rocket: Row;
let booked: { ada: Row; adaExtra: Row };

beforeAll(async () => {
  api = await startApi();
  const { factory } = api;
  organization_id = (await factory.organization()).id;
  admin = await api.signIn({ role: 'admin', organizationId: organization_id, personId: null });
  ada = await factory.person({ organization_id, full_name: 'Ada' });
  bob = await factory.person({ organization_id, full_name: 'Bob' });
  eve = await factory.person({ organization_id, full_name: 'Eve' });
  blue = await factory.team({ organization_id, name: 'Blue' });
  amber = await factory.team({ organization_id, name: 'Amber' });
  rocket = await factory.project({ organization_id, name: 'Rocket' });
  // Ada is in Blue until Wednesday and in Amber all week; Bob in Amber from Thursday on; Eve in no team.
  await factory.teamMember({ team_id: blue.id, person_id: ada.id, active_to: '2027-02-03' });
  await factory.teamMember({ team_id: amber.id, person_id: ada.id });
  await factory.teamMember({ team_id: amber.id, person_id: bob.id, active_from: '2027-02-04' });
  const week = { start_date: FROM, end_date: TO };
  booked = {
    ada: await factory.allocation({ person_id: ada.id, project_id: rocket.id, ...week, basis_points: 8_000 }),
    adaExtra: await factory.allocation({
      person_id: ada.id,
      start_date: '2027-02-02',
      end_date: '2027-02-02',
      load_unit: 'minutes_per_day',
      load_minutes: 120,
    }),
  };
  await factory.allocation({ person_id: bob.id, project_id: rocket.id, ...week, status: 'tentative' });
  await factory.absence({ person_id: eve.id, start_date: FROM, end_date: TO });
  await factory.timeEntry({ person_id: bob.id, project_id: rocket.id, date: FROM, minutes: 90 });
});
afterAll(() => api.close());

interface ReportRow {
  id: string | null;
  name: string;
  net_minutes: number;
  firm_minutes: number;
  tentative_minutes: number;
  worked_minutes: number;
  over_minutes: number;
  absence_minutes: number;
  utilization: number | null;
}

const rowsOf = (answer: ApiAnswer): ReportRow[] => answer.body.items as unknown as ReportRow[];
const totalsOf = (answer: ApiAnswer): ReportRow => answer.body['totals'] as ReportRow;
const utilization = (groupBy: string, client: ApiClient = admin, dates = WEEK): Promise<ApiAnswer> =>
  client.get(`/reports/utilization?group_by=${groupBy}&${dates}`);

describe('refusals', () => {
  test('401 without a token', async () => {
    expect((await utilization('team', api.anonymous)).status).toBe(401);
  });

  test('403 for groupings a role never sees', async () => {
    expect((await utilization('person', api.as.viewer)).status).toBe(403);
    expect((await utilization('project', api.as.viewer)).status).toBe(403);
    expect((await utilization('project', api.as.member)).status).toBe(403);
    expect((await api.as.viewer.get(`/reports/overbookings?${WEEK}`)).status).toBe(403);
  });

  test.each([
    ['group_by=colour', '/query/group_by'],
    ['group_by=team&from=2027-02-07&to=2027-02-01', '/query/to'],
    ['group_by=team&from=2027-02-01&to=2031-02-01', '/query/to'],
    ['group_by=team&from=2027-02-30', '/query/from'],
    ['group_by=team&team=blue', '/query/team'],
    ['', '/query/group_by'],
  ])('400 for %s', async (query, pointer) => {
    const { status, body } = await admin.get(`/reports/utilization?${query}`);
    expect([status, body.errors[0]?.pointer]).toEqual([400, pointer]);
  });
});

describe('utilization', () => {
  test('by person: every person once, null where there is no net minute', async () => {
    const answer = await utilization('person');
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ definition_version: 1, from: FROM, to: TO, group_by: 'person' });
    const seen = rowsOf(answer).map((row) => [row.name, row.net_minutes, row.firm_minutes, row.utilization]);
    expect(seen).toEqual([
      ['Ada', 2_100, 1_800, 0.857143],
      ['Bob', 2_100, 0, 0],
      ['Eve', 0, 0, null],
    ]);
    expect(rowsOf(answer)[0]).toMatchObject({ over_minutes: 36 });
    expect(rowsOf(answer)[1]).toMatchObject({ tentative_minutes: 2_100, worked_minutes: 90 });
    expect(rowsOf(answer)[2]).toMatchObject({ absence_minutes: 2_100 });
  });

  test('by team: days of membership only, the rest in the row without a team', async () => {
    const answer = await utilization('team');
    const seen = rowsOf(answer).map((row) => [row.id, row.net_minutes, row.firm_minutes]);
    expect(seen).toEqual([
      [amber.id, 2_100 + 840, 1_800],
      [blue.id, 1_260, 1_128],
      [null, 1_260, 0],
    ]);
  });

  test('by project: load on the project by the net of the people booked firmly on it', async () => {
    const answer = await utilization('project');
    const seen = rowsOf(answer).map((row) => [row.id, row.net_minutes, row.firm_minutes, row.utilization]);
    expect(seen).toEqual([
      [rocket.id, 2_100, 1_680, 0.8],
      [null, 2_100, 120, 0.057143],
    ]);
    expect(rowsOf(answer)[0]).toMatchObject({ tentative_minutes: 2_100, worked_minutes: 90 });
  });

  test('totals count each person-day once, and are the same by team and by person', async () => {
    const [byTeam, byPerson] = [await utilization('team'), await utilization('person')];
    expect(totalsOf(byTeam)).toEqual(totalsOf(byPerson));
    expect(totalsOf(byTeam)).toMatchObject({ net_minutes: 4_200, firm_minutes: 1_800, utilization: 0.428571 });
    expect(rowsOf(byPerson).reduce((sum, row) => sum + row.net_minutes, 0)).toBe(4_200);
  });

  test('a booking changes the report by exactly its minutes', async () => {
    const before = totalsOf(await utilization('person')).firm_minutes;
    const body = { person_id: bob.id, start_date: FROM, end_date: '2027-02-02', minutes_per_day: 100 };
    const created = await admin.post('/allocations', body);
    expect(totalsOf(await utilization('person')).firm_minutes).toBe(before + 200);
    expect(created.body.impact.totals).toMatchObject({ firm_minutes: 200, before: { firm_minutes: 0 } });
    await admin.delete(`/allocations/${created.body.id}`);
    expect(totalsOf(await utilization('person')).firm_minutes).toBe(before);
  });

  test('without dates it is four weeks from this Monday', async () => {
    const { body } = await admin.get('/reports/utilization?group_by=team');
    const from = new Date(String(body['from']));
    expect(from.getUTCDay()).toBe(1);
    expect((new Date(String(body['to'])).getTime() - from.getTime()) / 86_400_000).toBe(27);
  });

  test.each(['to=1900-01-02', 'from=2200-12-20'])('%s goes to the edge of the years there are', async (dates) => {
    const { status, body } = await admin.get(`/reports/utilization?group_by=team&${dates}`);
    const expected = dates.startsWith('to') ? ['1900-01-01', '1900-01-02'] : ['2200-12-20', '2200-12-31'];
    expect([status, body['from'], body['to']]).toEqual([200, ...expected]);
  });

  test('of an organisation without people is empty, with a rate of null', async () => {
    const empty = await api.factory.organization();
    const alone = await api.signIn({ role: 'owner', organizationId: empty.id, personId: null });
    const answer = await utilization('team', alone);
    expect([rowsOf(answer), totalsOf(answer).utilization]).toEqual([[], null]);
  });

  test('knows nothing of another organisation', async () => {
    expect((await utilization('person', api.stranger)).text).not.toContain('Ada');
  });
});

describe('who may see whom by person', () => {
  const names = async (client: ApiClient): Promise<string[]> =>
    rowsOf(await utilization('person', client)).map((row) => row.name);

  test('a member sees themself', async () => {
    const member = await api.signIn({ role: 'member', organizationId: organization_id, personId: ada.id });
    expect(await names(member)).toEqual(['Ada']);
    expect(totalsOf(await utilization('person', member)).net_minutes).toBe(2_100);
    expect((await utilization('team', member)).status).toBe(200);
  });

  test('an account that is nobody’s sees nobody', async () => {
    expect(await names(await api.signIn({ role: 'member', organizationId: organization_id, personId: null }))).toEqual(
      [],
    );
  });

  test('a manager sees the people of teams they lead, their reports and themself', async () => {
    const lead = await api.factory.person({ organization_id, full_name: 'Lead' });
    const manager = await api.signIn({ role: 'manager', organizationId: organization_id, personId: lead.id });
    expect(await names(manager)).toEqual(['Lead']);
    await api.database.admin('teams').where({ id: amber.id }).update({ lead_id: lead.id });
    await api.database.admin('people').where({ id: eve.id }).update({ manager_id: lead.id });
    expect(await names(manager)).toEqual(['Ada', 'Bob', 'Eve', 'Lead']);
    const overbooked = await manager.get(`/reports/overbookings?${WEEK}`);
    expect(overbooked.body.total).toBe(1);
    await api.database.admin('people').where({ id: lead.id }).update({ deleted_at: new Date() });
  });
});

describe('overbookings', () => {
  test('name day, minutes, the firm allocations of that day, and the conflict once there is one', async () => {
    const seen = await admin.get(`/reports/overbookings?${WEEK}`);
    expect(seen.body).toMatchObject({
      total: 1,
      items: [
        {
          person_id: ada.id,
          person_name: 'Ada',
          date: '2027-02-02',
          net_minutes: 420,
          firm_minutes: 456,
          over_minutes: 36,
        },
      ],
    });
    const ids = seen.body.items[0]?.['allocation_ids'] as string[];
    expect([...ids].sort()).toEqual([booked.ada.id, booked.adaExtra.id].sort());

    const path = `/allocations/${booked.adaExtra.id}`;
    await admin.patch(path, { minutes_per_day: 130 });
    const listed = (await admin.get(`/conflicts?person_id=${ada.id}`)).body.items;
    expect(listed).toHaveLength(1);
    const after = (await admin.get(`/reports/overbookings?${WEEK}`)).body.items[0];
    expect(after).toMatchObject({ over_minutes: 46, conflict_id: listed[0]?.id, state: 'open' });

    await admin.patch(`${path}?on_conflict=accept`, { minutes_per_day: 140, conflict_reason: 'launch week' });
    const accepted = (await admin.get(`/reports/overbookings?${WEEK}`)).body.items[0];
    expect(accepted).toMatchObject({ over_minutes: 56, state: 'accepted' });
  });
});
