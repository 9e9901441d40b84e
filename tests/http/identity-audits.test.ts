/** The random 2 % of the engine's decisions that a person is asked to look at, and what their word does (MATCHING I). */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { newId } from '../../src/shared/ids';
import { startApi, type TestApi } from '../support/api';
import type { Columns, Row } from '../support/factories';
import { connectionRow, externalAccountRow } from '../support/integration-rows';
import { buildPerson, eventsOf } from '../support/resources';

let api: TestApi;
let connection: Row;
beforeAll(async () => {
  api = await startApi();
  connection = await connectionRow(api.factory, { organization_id: api.organizationId });
});
afterAll(() => api.close());

/** 0x32 is 50: one in fifty. */
const sampled = (): string => `${newId().slice(0, -8)}00000032`;
const passedOver = (): string => `${newId().slice(0, -8)}00000033`;
const account = (columns: Columns): Promise<Row> => externalAccountRow(api.factory, connection, columns);
const toAudit = async (flag = 'true'): Promise<unknown[]> =>
  (await api.as.admin.get(`/external-accounts?page_size=100&to_audit=${flag}`)).body.items.map(({ id }) => id);

/** As `linkAccounts` leaves a link of the engine. */
async function linkedByEngine(id: string, personId: string): Promise<Row> {
  const link = { state: 'linked', person_id: personId, link_method: 'automatic', linked_at: new Date() };
  const row = await account({ id, ...link });
  await api.factory.insert('identity_decisions', {
    organization_id: api.organizationId,
    id: newId(),
    external_account_id: id,
    person_id: personId,
    action: 'link',
    score: 0.9999,
    total_bits: 17.5,
    features: JSON.stringify({ levels: { names: 'given:equal+surname:equal' }, capped_bits: 12, vetoes: [] }),
    model_version: '1',
  });
  return row;
}

test('one in fifty of what the engine linked or calls new, until a person has said something', async () => {
  const { admin } = api.as;
  const [one, other] = [await buildPerson(admin), await buildPerson(admin)];
  const linked = await linkedByEngine(sampled(), one.id);
  const left = await linkedByEngine(passedOver(), other.id);
  const fresh = await account({ id: `${newId().slice(0, -8)}00000064`, state: 'new' });
  expect(await toAudit()).toEqual([linked.id, fresh.id].sort());
  expect(await toAudit('false')).toEqual([left.id]);
  expect((await admin.get('/external-accounts?to_audit=perhaps')).status).toBe(400);

  const before = (await admin.get('/external-accounts?page_size=100')).body.items.find(({ id }) => id === linked.id);
  const said = await admin.post(`/external-accounts/${linked.id}/link`, { person_id: one.id, reason: 'I know her' });
  expect([said.status, said.body]).toEqual([200, before]);
  expect(await toAudit()).toEqual([fresh.id]);
  await admin.post('/identity/resolve', { external_account_id: fresh.id, action: 'ignore' });
  expect(await toAudit()).toEqual([]);
});

test('a confirmed link is logged once, with what the engine had thought of the pair, and changes nothing', async () => {
  const { admin } = api.as;
  const person = await buildPerson(admin);
  const linked = await linkedByEngine(passedOver(), person.id);
  const confirm = (): Promise<unknown> =>
    admin.post('/identity/matches:confirm', { items: [{ external_account_id: linked.id, person_id: person.id }] });
  await confirm();
  await confirm();
  const log = await api.database
    .admin<{ action: string; decided_by: string | null; total_bits: number; features: object }>('identity_decisions')
    .where('external_account_id', linked.id)
    .orderBy('id')
    .select('action', 'decided_by', 'total_bits', 'features');
  expect(log).toEqual([
    { ...log[0], action: 'link', decided_by: null, total_bits: 17.5 },
    { ...log[0], action: 'link', decided_by: expect.any(String) },
  ]);
  expect(await eventsOf(api, linked.id)).toEqual({ audited: ['external_account.link_confirmed'], emitted: [] });
  expect(
    await api.database.admin('external_accounts').where({ id: linked.id }).first('version', 'link_method'),
  ).toEqual({
    version: linked.version,
    link_method: 'automatic',
  });
});
