/** Who exists in payroll, in time tracking, in both, in one only or in neither. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startApi, type TestApi } from '../support/api';
import { connectionRow, externalAccountRow } from '../support/integration-rows';
import { buildPerson, buildPersonIdentifier } from '../support/resources';

let api: TestApi;
/** Names of the people that the test API's own users are. */
let users: string[];
beforeAll(async () => {
  api = await startApi();
  const { admin } = api.as;
  users = (await admin.get('/people?page_size=100')).body.items.map((one) => String(one['full_name']));
  const place = { organization_id: api.organizationId };
  const payfit = await connectionRow(api.factory, place);
  const gryzzly = await connectionRow(api.factory, { ...place, provider: 'gryzzly' });
  const foreign = await connectionRow(api.factory, { organization_id: api.strangerOrganizationId });
  await externalAccountRow(api.factory, foreign, { raw_profile: JSON.stringify({ displayName: 'Not ours' }) });
  const named = (full_name: string) => buildPerson(admin, { full_name });
  const [ada, bea, cid] = [await named('Ada'), await named('Bea'), await named('Cid')];
  await named('Dan');
  await buildPersonIdentifier(admin, { person_id: ada.id, id_type: 'matricule', id_value: '0042' });
  const linked = (person: { id: string }, id: string) => ({
    state: 'linked',
    person_id: person.id,
    link_method: 'manual',
    linked_at: new Date(),
    external_user_id: id,
  });
  await externalAccountRow(api.factory, payfit, linked(ada, 'pf-1'));
  await externalAccountRow(api.factory, gryzzly, linked(ada, 'gz-1'));
  await externalAccountRow(api.factory, payfit, linked(bea, 'pf-2'));
  await externalAccountRow(api.factory, gryzzly, linked(cid, 'gz-2'));
  const waiting = {
    external_user_id: 'gz-3',
    state: 'suggested',
    raw_profile: JSON.stringify({ displayName: 'Eve X' }),
  };
  await externalAccountRow(api.factory, gryzzly, waiting);
  await externalAccountRow(api.factory, gryzzly, { external_user_id: 'gz-4', state: 'ignored' });
});
afterAll(() => api.close());

const ask = (query = '') => api.as.admin.get(`/identity/presence${query}`);

test('401 without a token, 403 below admin, 400 for an unknown presence', async () => {
  expect((await api.anonymous.get('/identity/presence')).status).toBe(401);
  for (const client of [api.as.viewer, api.as.member, api.as.manager]) {
    expect((await client.get('/identity/presence')).status).toBe(403);
  }
  const answer = await ask('?presence=everywhere');
  expect([answer.status, answer.body.errors[0]?.pointer]).toEqual([400, '/query/presence']);
});

test('everybody by name, with their accounts and payroll number; accounts of nobody too, ignored ones not', async () => {
  const { body } = await ask();
  const counts = { both: 1, payroll_only: 1, time_tracking_only: 2, neither: 1 + users.length };
  expect(body).toMatchObject({ total: 5 + users.length, counts });
  const items = body.items.filter((one) => !users.includes(String(one['name'])));
  expect(items.map((one) => [one['name'], one['presence'], one['payroll_number']])).toEqual([
    ['Ada', 'both', '0042'],
    ['Bea', 'payroll_only', null],
    ['Cid', 'time_tracking_only', null],
    ['Dan', 'neither', null],
    ['Eve X', 'time_tracking_only', null],
  ]);
  expect(items[0]?.['accounts']).toMatchObject([
    { provider: 'gryzzly', external_user_id: 'gz-1', state: 'linked' },
    { provider: 'payfit', external_user_id: 'pf-1', state: 'linked' },
  ]);
  expect(items[4]).toMatchObject({
    person_id: null,
    accounts: [{ external_user_id: 'gz-3', state: 'suggested' }],
  });
});

test('one presence, page by page', async () => {
  const second = (await ask('?presence=time_tracking_only&page=2&page_size=1')).body;
  expect([second.total, second.items.map((one) => one['name'])]).toEqual([2, ['Eve X']]);
  expect(second['counts']).toMatchObject({ both: 1 });
});
