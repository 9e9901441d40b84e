/** Settings, and what each of them does. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startApi, type TestApi } from '../support/api';
import { buildAbsence, buildAllocation, buildPerson, eventsOf } from '../support/resources';

const DAY = '2027-02-03';

let api: TestApi;
let path: string;
beforeAll(async () => {
  api = await startApi();
  path = `/orgs/${api.organizationId}/settings`;
});
afterAll(() => api.close());

test('401 without a token, 403 for all but admins and owners', async () => {
  expect((await api.anonymous.get(path)).status).toBe(401);
  for (const client of [api.as.viewer, api.as.member, api.as.manager]) {
    expect((await client.get(path)).status).toBe(403);
    expect((await client.patch(path, { nonsense: 1 })).status).toBe(403);
  }
});

test.each([
  [{ thresholds: { overbooking_tolerance_minutes: -1 } }, '/thresholds/overbooking_tolerance_minutes'],
  [{ thresholds: { overbooking_tolerance_minutes: 1.5 } }, '/thresholds/overbooking_tolerance_minutes'],
  [{ masking: { absence_types: 'friends' } }, '/masking/absence_types'],
  [{ retention: { ended_sessions_days: 0 } }, '/retention/ended_sessions_days'],
  [{ retention: { audit_days: 3 } }, '/retention/audit_days'],
  [{ colors: {} }, '/colors'],
])('400 for %j names %s', async (body, pointer) => {
  const answer = await api.as.admin.patch(path, body);
  expect([answer.status, answer.body.errors[0]?.pointer]).toEqual([400, pointer]);
});

test('404 of another organisation, 412 for a stale tag', async () => {
  const foreign = `/orgs/${api.strangerOrganizationId}/settings`;
  expect((await api.as.owner.get(foreign)).status).toBe(404);
  expect((await api.as.owner.patch(foreign, {})).status).toBe(404);
  expect((await api.as.admin.patch(path, {}, { 'If-Match': '"99"' })).status).toBe(412);
});

test('defaults first; a change keeps what is not sent, and the organisation shares the version', async () => {
  const client = api.stranger;
  const own = `/orgs/${api.strangerOrganizationId}`;
  const first = await client.get(`${own}/settings`);
  expect(first.body).toEqual({
    org_id: api.strangerOrganizationId,
    version: 1,
    updated_at: expect.any(String),
    thresholds: { overbooking_tolerance_minutes: 0 },
    definitions: { version: 1 },
    masking: { absence_types: 'deciders' },
    retention: { ended_sessions_days: 30, former_people_months: null, report_runs_months: null },
    defaults: { calendar_id: null },
  });
  const changed = await client.patch(
    `${own}/settings`,
    { retention: { ended_sessions_days: 7 } },
    { 'If-Match': '"1"' },
  );
  expect([changed.status, changed.headers.get('etag')]).toEqual([200, '"2"']);
  expect(changed.body).toMatchObject({ retention: { ended_sessions_days: 7 }, masking: first.body['masking'] });
  expect((await client.patch(`${own}/settings`, changed.body)).body).toMatchObject({
    retention: { ended_sessions_days: 7 },
  });
  expect((await client.get(own)).body.version).toBe(3);
  const events = ['organization_settings.updated', 'organization_settings.updated'];
  expect(await eventsOf(api, api.strangerOrganizationId)).toEqual({ audited: events, emitted: events });
});

test('a tolerance leaves small overbookings out of the report, and changes no figure', async () => {
  const { id: person_id } = await buildPerson(api.as.admin);
  await buildAllocation(api.as.admin, {
    person_id,
    start_date: DAY,
    end_date: DAY,
    percent: null,
    minutes_per_day: 450,
  });
  const listed = async () => (await api.as.admin.get(`/reports/overbookings?from=${DAY}&to=${DAY}`)).body.items;
  const tolerate = (minutes: number) =>
    api.as.admin.patch(path, { thresholds: { overbooking_tolerance_minutes: minutes } });
  await tolerate(29);
  expect(await listed()).toMatchObject([{ person_id, over_minutes: 30 }]);
  await tolerate(30);
  expect(await listed()).toEqual([]);
  const days = await api.as.admin.get(`/capacity/days?person_id=${person_id}&from=${DAY}&to=${DAY}`);
  expect(days.body.items).toMatchObject([{ over_minutes: 30 }]);
  await tolerate(0);
});

test('absence types may be shown to everybody; notes are not', async () => {
  const absence = await buildAbsence(api.as.admin, { type: 'paid_leave', notes: 'far away' });
  const seen = async () => (await api.as.viewer.get(`/absences/${absence.id}`)).body;
  expect(await seen()).toMatchObject({ type: 'absence', notes: null });
  await api.as.admin.patch(path, { masking: { absence_types: 'everybody' } });
  expect(await seen()).toMatchObject({ type: 'paid_leave', notes: null });
  await api.as.admin.patch(path, { masking: { absence_types: 'deciders' } });
  expect(await seen()).toMatchObject({ type: 'absence', notes: null });
});
