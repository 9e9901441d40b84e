/** Reports as of an instant: what a scheduled run has kept, or a refusal that says why there is none. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { createReportSteps } from '../../src/domains/report-schedules/report-steps.command';
import { FairPermits } from '../../src/platform/fair-permits';
import { createMailer } from '../../src/platform/mailer';
import { createWebhookSender } from '../../src/platform/webhook-sender';
import { startApi, type ApiClient, type TestApi } from '../support/api';
import { buildAllocation, buildEngagement, buildPerson, buildReportSchedule } from '../support/resources';

const DATES = { from: '2026-11-23', to: '2026-11-29' };
const RANGE = `from=${DATES.from}&to=${DATES.to}`;
const FROZEN_AT = '2026-11-25T08:00:00.000Z';

let api: TestApi;
let personId: string;
beforeAll(async () => {
  api = await startApi();
  const { owner } = api.as;
  const person = await buildPerson(owner);
  personId = person.id;
  await buildEngagement(owner, { person_id: personId });
  await buildAllocation(owner, { person_id: personId, start_date: DATES.from, end_date: DATES.to, percent: 50 });
  await buildPerson(owner, { manager_id: api.as.manager.personId });
});
afterEach(() => api.clock.reset());
afterAll(() => api.close());

/** Makes a schedule, runs it at `instant` and answers the run. */
async function freezeAt(instant: string, client: ApiClient, fields: object): Promise<string> {
  api.clock.set(instant);
  const { id } = await buildReportSchedule(client, { formats: ['json'], ...fields });
  const run = (await client.post(`/report-schedules/${id}:run`)).body.run_id;
  const { database, fileStore, keyRing, clock, logger } = api.container;
  const steps = createReportSteps({
    ...{ database, fileStore, keyRing, clock, logger },
    mailer: createMailer({ smtpUrl: undefined, mailboxFolder: undefined, from: 'nobody <nobody@example.com>' }),
    webhookSender: createWebhookSender(clock, { allowPrivateAddresses: false }),
    sendPermits: new FairPermits({ atOnce: 1, ofOneOwner: 1 }),
    appUrl: 'https://plan.example.com',
  });
  const ref = { organizationId: api.organizationId, runId: run };
  expect(await steps.freeze(ref)).toMatchObject({ outcome: 'frozen' });
  await steps.render(ref, 'json');
  expect(await steps.finish(ref, null)).toBe('completed');
  api.clock.reset();
  return run;
}

const seconds = (instant: unknown): string => String(instant).slice(0, 19);

test.each<[string, string, Record<string, unknown>, string]>([
  ['utilization', 'utilization', { group_by: 'team', ...DATES }, `/reports/utilization?group_by=team&${RANGE}`],
  ['overbookings', 'overbookings', DATES, `/reports/overbookings?${RANGE}`],
  ['capacity-vs-load', 'capacity-vs-load', DATES, `/reports/capacity-vs-load?${RANGE}`],
  ['heatmap', 'heatmap', DATES, `/capacity/heatmap?${RANGE}`],
  ['month-grid', 'month-grid', { year: 2026, month: 11 }, '/reports/month-grid?year=2026&month=11'],
  ['plan-vs-actual', 'plan-vs-actual', DATES, `/reports/plan-vs-actual?${RANGE}`],
  ['availability', 'availability', DATES, `/availability?${RANGE}`],
])('%s: the kept figures, whatever has changed since', async (_, report, parameters, path) => {
  const run = await freezeAt(FROZEN_AT, api.as.owner, { report, parameters });
  const kept = (await api.as.owner.get(`/report-runs/${run}/files/json`)).text;
  const more = { person_id: personId, start_date: DATES.from, end_date: DATES.to, percent: 10 };
  const { id } = await buildAllocation(api.as.owner, more);
  const now = await api.as.owner.get(path);
  const then = await api.as.owner.get(`${path}&as_of=2026-11-25T08:00:05Z`);
  expect([then.status, seconds(then.body['as_of'])]).toEqual([200, seconds(FROZEN_AT)]);
  const { as_of: _asOf, ...body } = then.body as Record<string, unknown>;
  expect(body).toEqual(JSON.parse(kept));
  expect(now.body['as_of']).toBeUndefined();
  const csv = await api.as.owner.get(`${path}&as_of=2026-11-25T08:00:05Z&format=csv`);
  expect([csv.status, csv.headers.get('Content-Type')]).toEqual([200, 'text/csv; charset=utf-8']);
  await api.as.owner.delete(`/allocations/${id}`);
});

describe('when it cannot be answered', () => {
  const byTeam = `/reports/utilization?group_by=team&${RANGE}`;

  test('nothing was kept by then: it says since when something is', async () => {
    const { status, body } = await api.as.owner.get(`${byTeam}&as_of=2026-11-25T07:00:00Z`);
    expect([status, body.code]).toEqual([404, 'as_of_unavailable']);
    expect(body.detail).toContain('the first is of 2026-11-25T08:00:0');
  });

  test('of other dates nothing was ever kept', async () => {
    const { body } = await api.as.owner.get(
      `/reports/utilization?group_by=team&from=2026-01-01&to=2026-01-31&as_of=${FROZEN_AT}`,
    );
    expect([body.code, body.detail.includes('none ever')]).toEqual(['as_of_unavailable', true]);
  });

  test('an instant that is still to come, and one that is none', async () => {
    const future = await api.as.owner.get(`${byTeam}&as_of=2199-01-01T00:00:00Z`);
    expect([future.status, future.body.errors[0]]).toMatchObject([
      400,
      { pointer: '/query/as_of', code: 'in_the_future' },
    ]);
    expect((await api.as.owner.get(`${byTeam}&as_of=yesterday`)).status).toBe(400);
  });
});

test('whose figures were kept decides who gets them: a manager never those of everybody, an admin never those of a few', async () => {
  const parameters = { group_by: 'person', ...DATES };
  const path = `/reports/utilization?group_by=person&${RANGE}&as_of=2026-11-25T09:30:00Z`;
  await freezeAt('2026-11-25T09:00:00Z', api.as.owner, { parameters });
  expect((await api.as.manager.get(path)).body.code).toBe('as_of_unavailable');
  await freezeAt('2026-11-25T09:10:00Z', api.as.manager, { parameters });
  const [managers, admins] = [await api.as.manager.get(path), await api.as.admin.get(path)];
  expect([seconds(managers.body['as_of']), seconds(admins.body['as_of'])]).toEqual([
    '2026-11-25T09:10:00',
    '2026-11-25T09:00:00',
  ]);
  expect(managers.body.items.length).toBeLessThan(admins.body.items.length);
  expect((await api.as.viewer.get(path)).status).toBe(403);
});
