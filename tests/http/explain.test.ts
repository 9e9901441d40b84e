/** Why a figure above the day is what it is: the parts of weeks, months and teams sum to what the reports say. READINGS 37. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Row } from '../support/factories';
import { ledgerFigures } from '../../src/domains/capacity/capacity.types';
import { newId } from '../../src/shared/ids';
import { startApi, type AnswerBody, type ApiClient, type SignedIn, type TestApi } from '../support/api';

const MONTH = 'from=2027-02-01&to=2027-02-28';

let api: TestApi;
let organization_id: string;
let admin: SignedIn;
let ada: Row;
let bob: Row;
let blue: Row;

beforeAll(async () => {
  api = await startApi();
  const { factory } = api;
  organization_id = (await factory.organization()).id;
  admin = await api.signIn({ role: 'admin', organizationId: organization_id, personId: null });
  ada = await factory.person({ organization_id, full_name: 'Ada' });
  bob = await factory.person({ organization_id, full_name: 'Bob' });
  blue = await factory.team({ organization_id, name: 'Blue' });
  await factory.teamMember({ team_id: blue.id, person_id: ada.id, active_to: '2027-02-10' });
  await factory.teamMember({ team_id: blue.id, person_id: bob.id, active_from: '2027-02-08' });
  const calendar = await factory.calendar({ organization_id, name: 'France' });
  await factory.holiday({ calendar_id: calendar.id, date: '2027-02-09', label: 'Fête' });
  await factory.personCalendar({ calendar_id: calendar.id, person_id: ada.id });
  await factory.personCalendar({ calendar_id: calendar.id, person_id: bob.id });
  const rocket = await factory.project({ organization_id, name: 'Rocket' });
  const dates = { start_date: '2027-02-03', end_date: '2027-02-26' };
  await factory.allocation({ person_id: ada.id, project_id: rocket.id, ...dates, basis_points: 11_000 });
  await factory.allocation({ person_id: bob.id, ...dates, load_unit: 'total', load_minutes: 3_001 });
  await factory.allocation({ person_id: bob.id, ...dates, status: 'tentative' });
  const type = await factory.absenceType({ organization_id, label: 'Sick leave' });
  await factory.absence({ person_id: bob.id, type_id: type.id, start_date: '2027-02-10', end_date: '2027-02-11' });
  await factory.timeEntry({ person_id: ada.id, project_id: rocket.id, date: '2027-02-03', minutes: 33 });
  await factory.timeEntry({ person_id: ada.id, date: '2027-02-04', minutes: 500 });
});
afterAll(() => api.close());

type Figures = Record<string, unknown>;

async function explain(query: string, client: ApiClient = admin): Promise<AnswerBody> {
  const { status, body } = await client.get(`/capacity/explain?${query}`);
  expect(status).toBe(200);
  expect(body.parts.reduce((sum, part) => sum + part.minutes, 0)).toBe(body.minutes);
  return body;
}

describe('refusals', () => {
  test.each([
    [`figure=net&${MONTH}`, '/query/person_id'],
    [`figure=net&person_id=${newId()}&team_id=${newId()}&${MONTH}`, '/query/person_id'],
    [`figure=net&${MONTH}`, '/query/person_id'],
    [`figure=net&person_id=${newId()}&project_id=${newId()}&${MONTH}`, '/query/figure'],
    [`figure=firm&project_id=some&${MONTH}`, '/query/project_id'],
    [`figure=net&person_id=${newId()}`, '/query/date'],
    [`figure=net&person_id=${newId()}&from=2027-02-01`, '/query/date'],
    [`figure=net&person_id=${newId()}&date=2027-02-01&from=2027-02-01`, '/query/from'],
    [`figure=net&person_id=${newId()}&from=2027-02-02&to=2027-02-01`, '/query/to'],
  ])('400 for %s', async (query, pointer) => {
    const { status, body } = await admin.get(`/capacity/explain?${query}`);
    expect([status, body.errors[0]?.pointer]).toEqual([400, pointer]);
  });

  test('404 for a person, team or project of another organisation', async () => {
    const person = await api.factory.person({ organization_id: api.strangerOrganizationId });
    const team = await api.factory.team({ organization_id: api.strangerOrganizationId });
    expect((await admin.get(`/capacity/explain?figure=net&person_id=${person.id}&${MONTH}`)).status).toBe(404);
    expect((await admin.get(`/capacity/explain?figure=net&team_id=${team.id}&${MONTH}`)).status).toBe(404);
    const project = await api.factory.project({ organization_id: api.strangerOrganizationId });
    expect((await admin.get(`/capacity/explain?figure=net&project_id=${project.id}&${MONTH}`)).status).toBe(404);
  });

  test('400 for more days of people than one request explains', async () => {
    const large = await api.factory.team({ organization_id });
    for (let number = 0; number < 19; number += 1) {
      await api.factory.teamMember({
        team_id: large.id,
        person_id: (await api.factory.person({ organization_id })).id,
      });
    }
    const { status, body } = await admin.get(
      `/capacity/explain?figure=net&team_id=${large.id}&from=2027-01-01&to=2029-12-31`,
    );
    expect([status, body.errors[0]?.code]).toEqual([400, 'range_too_long']);
  });
});

describe('parts', () => {
  test.each(ledgerFigures)('%s of a person and of a team is what the utilization report has', async (figure) => {
    const by = async (group: string, id: string): Promise<unknown> => {
      const { body } = await admin.get(`/reports/utilization?group_by=${group}&${MONTH}`);
      return body.items.find((item) => item.id === id)?.[`${figure}_minutes`];
    };
    expect((await explain(`figure=${figure}&person_id=${ada.id}&${MONTH}`)).minutes).toBe(await by('person', ada.id));
    expect((await explain(`figure=${figure}&team_id=${blue.id}&${MONTH}`)).minutes).toBe(await by('team', blue.id));
  });

  test('gap of a team is what capacity-vs-load has, free minutes of a person what the availability finder has', async () => {
    const load = await admin.get(`/reports/capacity-vs-load?granularity=month&team_id=${blue.id}&${MONTH}`);
    const [period] = load.body.items[0]?.['periods'] as { gap_minutes: number }[];
    expect((await explain(`figure=gap&team_id=${blue.id}&${MONTH}`)).minutes).toBe(period?.gap_minutes);
    const { body } = await admin.get(`/availability?${MONTH}`);
    const free = (body.items as unknown as { person_id: string; free_minutes: number }[]).find(
      (item) => item.person_id === bob.id,
    );
    expect((await explain(`figure=free&person_id=${bob.id}&${MONTH}`)).minutes).toBe(free?.free_minutes);
  });

  test('the month grid of a person and of a team, figure by figure', async () => {
    const { body } = await admin.get(`/reports/month-grid?year=2027&month=2&team_id=${blue.id}`);
    const grid = body as unknown as { items: Figures[]; teams: Figures[] };
    const [ofAda, ofBlue] = [grid.items.find((item) => item['person_id'] === ada.id), grid.teams[0]];
    const names = { worked_within_net: 'worked', absence: 'absence', net: 'net' };
    for (const figure of ['worked_within_net', 'planned', 'unplanned', 'overtime', 'absence', 'net'] as const) {
      const field = `${figure in names ? names[figure as keyof typeof names] : figure}_minutes`;
      const team = await explain(`figure=${figure}&team_id=${blue.id}&${MONTH}`);
      expect([field, team.minutes]).toEqual([field, ofBlue?.[field]]);
      const person = await explain(`figure=${figure}&person_id=${ada.id}&from=2027-02-01&to=2027-02-10`);
      expect([field, person.minutes]).toEqual([field, ofAda?.[field]]);
    }
    expect(ofAda?.['overtime_minutes']).toBe(80);
  });

  test('plan against actual, person by person and project by project', async () => {
    const { body } = await admin.get(`/reports/plan-vs-actual?from=2027-02-01&to=2027-02-07`);
    const rows = body.items as unknown as Figures[];
    expect(rows.length).toBeGreaterThan(1);
    for (const row of rows) {
      const whose = `person_id=${String(row['person_id'])}&project_id=${(row['project_id'] as string | null) ?? 'none'}`;
      const of = async (figure: string) =>
        (await explain(`figure=${figure}&${whose}&from=2027-02-01&to=2027-02-07`)).minutes;
      expect([await of('firm'), await of('worked'), await of('difference')]).toEqual([
        row['planned_minutes'],
        row['worked_minutes'],
        row['difference_minutes'],
      ]);
    }
  });

  test.each(ledgerFigures)(
    '%s of a project, and of work on none, is what the utilization report has',
    async (figure) => {
      const { body } = await admin.get(`/reports/utilization?group_by=project&${MONTH}`);
      expect(body.items).toHaveLength(2);
      for (const { id, ...row } of body.items) {
        const { minutes } = await explain(`figure=${figure}&project_id=${(id as string | null) ?? 'none'}&${MONTH}`);
        expect([row['name'], minutes]).toEqual([row['name'], row[`${figure}_minutes`]]);
      }
    },
  );

  test('time entered outside of employment counts in no report', async () => {
    const { factory } = api;
    const eve = await factory.person({ organization_id, full_name: 'Eve' });
    await factory.engagement({ organization_id, person_id: eve.id, start_date: '2027-03-01' });
    const project = await factory.project({ organization_id, name: 'Before' });
    await factory.timeEntry({ person_id: eve.id, project_id: project.id, date: '2027-02-26', minutes: 60 });
    await factory.timeEntry({ person_id: eve.id, project_id: project.id, date: '2027-03-01', minutes: 45 });
    const range = 'from=2027-02-26&to=2027-03-01';
    expect((await explain(`figure=worked&project_id=${project.id}&${range}`)).minutes).toBe(45);
    const { body } = await admin.get(`/reports/utilization?group_by=project&${range}`);
    expect(body.items.find((item) => item.id === project.id)).toMatchObject({ worked_minutes: 45 });
    const actual = await admin.get(`/reports/plan-vs-actual?${range}`);
    const ofEve = (actual.body.items as unknown as Figures[]).filter((item) => item['person_id'] === eve.id);
    expect(ofEve).toMatchObject([{ week: '2027-03-01', worked_minutes: 45 }]);
  });

  test('each record is one part with what it gave on all days', async () => {
    const { parts } = await explain(`figure=net&person_id=${bob.id}&${MONTH}`);
    expect(parts.map(({ kind, label, minutes }) => [kind, label, minutes])).toEqual([
      ['organization', expect.any(String), 20 * 420],
      ['holiday', 'Fête', -420],
      ['absence', 'Sick leave', -840],
    ]);
    const firm = await explain(`figure=firm&person_id=${bob.id}&${MONTH}`);
    expect(firm.parts).toMatchObject([{ kind: 'allocation', minutes: 3_001 }]);
  });

  test('a day is asked for as before', async () => {
    const { minutes, parts } = await explain(`figure=holiday&person_id=${ada.id}&date=2027-02-09`);
    expect([minutes, parts[0]?.label]).toEqual([420, 'Fête']);
  });

  test('somebody else’s kind of leave is masked, one’s own is not', async () => {
    const query = `figure=absence&team_id=${blue.id}&${MONTH}`;
    const viewer = await api.signIn({ role: 'viewer', organizationId: organization_id, personId: null });
    const own = await api.signIn({ role: 'member', organizationId: organization_id, personId: bob.id });
    expect((await explain(query, viewer)).parts).toMatchObject([{ kind: 'absence', label: 'absence', minutes: 840 }]);
    expect((await explain(query, own)).parts).toMatchObject([{ label: 'Sick leave' }]);
    expect((await explain(query)).parts).toMatchObject([{ label: 'Sick leave' }]);
  });
});
