/** Our vouchers against the payroll's own count, over HTTP. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { newId } from '../../src/shared/ids';
import { startApi, type TestApi } from '../support/api';
import type { Columns, Row } from '../support/factories';
import { connectionRow, externalAccountRow, syncRunRow } from '../support/integration-rows';
import { buildAbsence, buildEngagement, buildPerson } from '../support/resources';

const path = '/benefits/vouchers/2026-11/reconciliation';
let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

test('401, 403 below admin, 404 for what is no month', async () => {
  expect((await api.anonymous.get(path)).status).toBe(401);
  for (const role of ['manager', 'member', 'viewer'] as const) expect((await api.as[role].get(path)).status).toBe(403);
  expect((await api.as.owner.get('/benefits/vouchers/2026-00/reconciliation')).status).toBe(404);
});

test('without a count of the payroll everybody is only here', async () => {
  const { person_id } = await buildEngagement(api.as.owner, { end_date: '2026-11-02' });
  const answer = await api.as.admin.get(path);
  expect(answer.body).toMatchObject({ month: '2026-11', state: 'open', read_at: null });
  const row = answer.body.items.find((one) => one['person_id'] === person_id);
  expect(row).toMatchObject({
    days: 1,
    payroll_days: null,
    difference: 1,
    reasons: [{ code: 'not_in_payroll', days: 1 }],
  });
});

test('each difference with its reasons: half days, unlinked accounts, two accounts of one person', async () => {
  const organizationId = (await api.factory.organization()).id;
  const owner = await api.signIn({ role: 'owner', organizationId, personId: null });
  const connection = await connectionRow(api.factory, { organization_id: organizationId });
  const run = await syncRunRow(api.factory, connection);

  const [ada, bob] = [await buildPerson(owner, { full_name: 'Ada' }), await buildPerson(owner, { full_name: 'Bob' })];
  for (const { id } of [ada, bob]) await buildEngagement(owner, { person_id: id });
  const half = { start_date: '2026-11-03', end_date: '2026-11-03', starts_at: 'middle_of_day' };
  await buildAbsence(owner, { person_id: ada.id, ...half });
  await count(connection, run, { month: '2026-11', vouchersCount: 21 }, { person_id: ada.id, active_to: '2026-12-31' });
  await count(
    connection,
    run,
    { month: '2026-10', vouchersCount: 5 },
    { person_id: ada.id, active_from: '2030-01-01' },
  );
  await count(connection, run, { month: '2026-11', vouchersCount: 20 }, { person_id: bob.id, active_to: '2026-11-15' });
  await count(
    connection,
    run,
    { month: '2026-11', vouchersCount: 1 },
    { person_id: bob.id, active_from: '2026-11-16' },
  );
  await count(connection, run, { month: '2026-11', vouchersCount: 4 });

  const { body } = await owner.get(path);
  expect(body.items).toMatchObject([
    {
      person_id: ada.id,
      days: 20,
      payroll_days: 21,
      difference: -1,
      reasons: [{ code: 'half_day', days: -1, dates: ['2026-11-03'] }],
    },
    { person_id: bob.id, days: 21, payroll_days: 21, difference: 0, reasons: [] },
    {
      person_id: null,
      person_name: 'Zoé Quelqu’un',
      payroll_days: 4,
      reasons: [{ code: 'account_not_linked', days: -4 }],
    },
  ]);
  expect(body['read_at']).not.toBeNull();
  expect(body['totals']).toEqual({ days: 41, payroll_days: 46, difference: -5 });
});

/** A count of an account, linked where a person is given. */
async function count(connection: Row, run: Row, fields: object, account: Columns = {}): Promise<void> {
  const { organization_id } = connection;
  const link = account['person_id'] === undefined ? {} : { state: 'linked', linked_at: new Date() };
  const raw_profile = JSON.stringify({ givenName: 'Zoé', surname: 'Quelqu’un' });
  const owned = await externalAccountRow(api.factory, connection, { ...link, raw_profile, ...account });
  await api.factory.insert('provider_records', {
    organization_id,
    id: newId(),
    connection_id: connection.id,
    kind: 'meal_vouchers',
    external_id: newId(),
    owner_external_id: owned['external_user_id'],
    fields: JSON.stringify(fields),
    content_hash: Buffer.from('hash'),
    seen_run_id: run.id,
  });
}
