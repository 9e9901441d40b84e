/** Who took which figures out of the house: every file of a report is an event of the audit log, JSON and refusals are none. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startApi, type AnswerBody, type TestApi } from '../support/api';

const DATES = 'from=2027-02-01&to=2027-02-07';
const paths = {
  utilization: `/reports/utilization?group_by=person&${DATES}`,
  overbookings: `/reports/overbookings?${DATES}`,
  'capacity-vs-load': `/reports/capacity-vs-load?granularity=month&${DATES}`,
  'plan-vs-actual': `/reports/plan-vs-actual?${DATES}`,
  'month-grid': '/reports/month-grid?year=2027&month=2',
  heatmap: `/capacity/heatmap?group_by=person&${DATES}`,
  availability: `/availability?minutes_per_day=60&${DATES}`,
};

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const exportsLogged = async (): Promise<AnswerBody[]> =>
  (await api.as.admin.get('/audit-events?entity_type=report&page_size=100')).body.items;

test.each(Object.entries(paths))('%s: a file is logged with what was asked for, JSON is not', async (report, path) => {
  const before = (await exportsLogged()).length;
  expect((await api.as.member.get(path)).status).toBe(200);
  expect(await exportsLogged()).toHaveLength(before);
  expect((await api.as.member.get(`${path}&format=csv&language=fr`)).status).toBe(200);
  const [event, ...others] = await exportsLogged();
  expect(others).toHaveLength(before);
  expect(event).toMatchObject({
    event: 'report.exported',
    entity_type: 'report',
    entity_id: api.organizationId,
    actor_id: api.as.member.userId,
    before: null,
    after: { report, format: 'csv', language: 'fr' },
  });
});

test('the event has the dates and the grouping, also where they were left out', async () => {
  await api.as.admin.get('/reports/utilization?group_by=team&from=2027-02-01', { Accept: 'application/pdf' });
  const [event] = await exportsLogged();
  expect(event?.['after']).toMatchObject({
    format: 'pdf',
    file: 'utilization-by-team_2027-02-01_2027-02-28.pdf',
    parameters: { group_by: 'team', from: '2027-02-01', to: '2027-02-28' },
  });
});

test('a refused export is none', async () => {
  const before = (await exportsLogged()).length;
  expect((await api.as.viewer.get(`${paths.overbookings}&format=csv`)).status).toBe(403);
  expect((await api.as.admin.get(`${paths.overbookings}&format=ods`)).status).toBe(400);
  expect(await exportsLogged()).toHaveLength(before);
});
