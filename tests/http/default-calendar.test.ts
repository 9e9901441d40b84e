/** The calendar that new people follow, whoever makes them: without it nobody who comes by a sync would have holidays. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startApi, type AnswerBody, type TestApi } from '../support/api';
import { connectionRow, externalAccountRow } from '../support/integration-rows';
import { buildCalendar, buildHoliday, buildPerson, eventsOf } from '../support/resources';

const HOLIDAY = '2027-07-14';

let api: TestApi;
let calendar: AnswerBody;
let settings: string;
beforeAll(async () => {
  api = await startApi();
  settings = `/orgs/${api.organizationId}/settings`;
  calendar = await buildCalendar(api.as.admin);
  await buildHoliday(api.as.admin, { calendar_id: calendar.id, date: HOLIDAY, label: 'Fête nationale' });
});
afterAll(() => api.close());

const choose = (id: string | null) => api.as.admin.patch(settings, { defaults: { calendar_id: id } });
const calendarsOf = async (personId: unknown) =>
  (await api.as.admin.get(`/people/${String(personId)}/calendars`)).body.items;
const holidayMinutes = async (personId: unknown) => {
  const days = await api.as.admin.get(`/capacity/days?person_id=${String(personId)}&from=${HOLIDAY}&to=${HOLIDAY}`);
  return days.body.items[0]?.['holiday_minutes'];
};

test('a calendar of another organisation, or none of any, is 400', async () => {
  const foreign = await buildCalendar(api.stranger);
  const answer = await choose(foreign.id);
  expect([answer.status, answer.body.errors[0]?.pointer]).toEqual([400, '/defaults/calendar_id']);
});

test('nobody gets one until it is chosen; then everybody new does, and those who were there do not', async () => {
  const earlier = await buildPerson(api.as.admin);
  expect((await choose(calendar.id)).body).toMatchObject({ defaults: { calendar_id: calendar.id } });
  const later = await buildPerson(api.as.admin);
  expect(await calendarsOf(earlier.id)).toEqual([]);
  const spans = await calendarsOf(later.id);
  expect(spans).toMatchObject([{ calendar_id: calendar.id, starts_on: '1900-01-01', ends_on: null }]);
  expect([await holidayMinutes(earlier.id), await holidayMinutes(later.id)]).toEqual([0, 420]);
  const once = ['person_calendar.created'];
  expect(await eventsOf(api, String(spans[0]?.id))).toEqual({ audited: once, emitted: once });
});

test('a person made of an account gets it too', async () => {
  const connection = await connectionRow(api.factory, { organization_id: api.organizationId });
  const raw_profile = JSON.stringify({ givenName: 'Ada', surname: 'Morlaix', matricule: null, emails: [] });
  const account = await externalAccountRow(api.factory, connection, { raw_profile });
  const made = await api.as.admin.post('/identity/resolve', { external_account_id: account.id, action: 'new' });
  expect(made.status).toBe(200);
  expect(await holidayMinutes(made.body['person_id'])).toBe(420);
});

test('it cannot be deleted while it is the one; without a choice new people follow none', async () => {
  const other = await buildCalendar(api.as.admin);
  await choose(other.id);
  const refused = await api.as.admin.delete(`/calendars/${other.id}`);
  expect([refused.status, refused.body.code]).toEqual([409, 'conflict']);
  await choose(null);
  expect(await calendarsOf((await buildPerson(api.as.admin)).id)).toEqual([]);
  expect((await api.as.admin.delete(`/calendars/${other.id}`)).status).toBe(204);
});
