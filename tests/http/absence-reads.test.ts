/** Reading why somebody else is away is an event of the audit log; reading that they are, or about oneself, is none. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Row } from '../support/factories';
import { startApi, type AnswerBody, type ApiClient, type SignedIn, type TestApi } from '../support/api';

let api: TestApi;
let ada: Row;
let member: SignedIn;
let own: Row;
let others: Row[];

beforeAll(async () => {
  api = await startApi();
  const organization_id = api.organizationId;
  ada = await api.factory.person({ organization_id, full_name: 'Ada' });
  member = await api.signIn({ role: 'member', organizationId: organization_id });
  own = await api.factory.absence({ person_id: member.personId, start_date: '2027-03-01', end_date: '2027-03-01' });
  others = [
    await api.factory.absence({ person_id: ada.id, start_date: '2027-03-02', end_date: '2027-03-02' }),
    await api.factory.absence({ person_id: ada.id, start_date: '2027-03-03', end_date: '2027-03-03' }),
  ];
});
afterAll(() => api.close());

const readsLogged = async (): Promise<AnswerBody[]> =>
  (await api.as.owner.get('/audit-events?entity_type=absence&page_size=100')).body.items.filter(
    (event) => event['event'] === 'absence.read',
  );

/** The events that the request leaves. */
async function eventsOf(client: ApiClient, path: string): Promise<AnswerBody[]> {
  const before = (await readsLogged()).length;
  expect((await client.get(path)).status).toBe(200);
  const after = await readsLogged();
  return after.slice(0, after.length - before);
}

test('one absence, with its id', async () => {
  const [event, ...rest] = await eventsOf(api.as.admin, `/absences/${others[0]?.id ?? ''}`);
  expect(rest).toEqual([]);
  expect(event).toMatchObject({
    entity_id: others[0]?.id,
    actor_id: api.as.admin.userId,
    after: { absence_ids: [others[0]?.id] },
  });
});

test('a list is one event that names them all', async () => {
  const [event, ...rest] = await eventsOf(api.as.admin, `/absences?person_id=${ada.id}`);
  expect(rest).toEqual([]);
  expect(event).toMatchObject({ entity_id: api.organizationId });
  expect((event?.['after'] as { absence_ids: string[] }).absence_ids.sort()).toEqual(others.map(({ id }) => id).sort());
});

test('an explanation that names the kind of leave', async () => {
  const query = `figure=absence&person_id=${ada.id}&from=2027-03-01&to=2027-03-02`;
  const [event] = await eventsOf(api.as.admin, `/capacity/explain?${query}`);
  expect(event).toMatchObject({ entity_id: others[0]?.id });
  expect(await eventsOf(api.as.admin, `/capacity/explain?figure=nominal&person_id=${ada.id}&date=2027-03-02`)).toEqual(
    [],
  );
});

test('nothing of one’s own, and nothing where the reason is masked', async () => {
  expect(await eventsOf(member, `/absences/${own.id}`)).toEqual([]);
  expect(await eventsOf(member, '/absences')).toEqual([]);
  expect(await eventsOf(api.as.viewer, `/capacity/explain?figure=absence&person_id=${ada.id}&date=2027-03-02`)).toEqual(
    [],
  );
});

test('a write is its own event', async () => {
  const body = { person_id: ada.id, type: 'leave', start_date: '2027-03-09', end_date: '2027-03-09' };
  const before = (await readsLogged()).length;
  const created = await api.as.admin.post('/absences', body);
  await api.as.admin.patch(`/absences/${created.body.id}`, { notes: 'moved' });
  expect(await readsLogged()).toHaveLength(before);
});
