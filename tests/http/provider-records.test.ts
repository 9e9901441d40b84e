/** What providers say, masked, and how old it is. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { maskedFields } from '../../src/domains/syncs/masked-fields.rules';
import { newId } from '../../src/shared/ids';
import { startApi, type AnswerBody, type TestApi } from '../support/api';
import { externalAccountRow, syncRunRow } from '../support/integration-rows';
import { buildConnection } from '../support/resources';

let api: TestApi;
let connection: AnswerBody;
beforeAll(async () => {
  api = await startApi();
  connection = await buildConnection(api.as.owner);
  const row = { id: connection.id, organization_id: api.organizationId, provider: 'payfit' };
  const run = await syncRunRow(api.factory, row, { state: 'completed_with_errors', finished_at: new Date() });
  await externalAccountRow(api.factory, row);
  const record = (kind: string, external_id: string, fields: object) =>
    api.factory.insert('provider_records', {
      organization_id: api.organizationId,
      id: newId(),
      connection_id: connection.id,
      kind,
      external_id,
      fields: JSON.stringify(fields),
      content_hash: Buffer.from('a'),
      seen_run_id: run.id,
    });
  await record('collaborator', 'c-1', {
    givenName: 'Jane',
    surname: 'Faurelle',
    birthDate: '1988-04-02',
    matricule: 'M-00421',
    emails: [{ address: 'jane@demo.com', type: 'professional' }],
    phones: ['+33612345678'],
    addresses: [{ street: '1 rue X', postcode: '75001', city: 'Paris', country: null }],
  });
  await record('absence', 'a-1', { type: 'fr_rtt' });
});
afterAll(() => api.close());

test('401 without a token, 403 below admin', async () => {
  for (const path of ['/provider-records', '/reports/sync-health']) {
    expect((await api.anonymous.get(path)).status).toBe(401);
    for (const client of [api.as.viewer, api.as.member, api.as.manager])
      expect((await client.get(path)).status).toBe(403);
  }
});

test.each(['provider=ticket_resto', 'kind=', 'secret=1'])('400 for ?%s', async (query) => {
  expect((await api.as.admin.get(`/provider-records?${query}`)).status).toBe(400);
});

test('records by provider and kind, with private values masked', async () => {
  const { total, items } = (await api.as.admin.get('/provider-records?provider=payfit&kind=collaborator')).body;
  expect([total, items[0]]).toMatchObject([
    1,
    {
      external_id: 'c-1',
      applied: false,
      fields: {
        givenName: 'Jane',
        surname: 'Faurelle',
        birthDate: '1988-**-**',
        matricule: '***21',
        emails: [{ address: 'j***@demo.com', type: 'professional' }],
        phones: ['***78'],
        addresses: [{ city: 'Paris' }],
      },
    },
  ]);
  const first = (await api.as.admin.get('/provider-records?page_size=1')).body;
  const second = (await api.as.admin.get(`/provider-records?page_size=1&cursor=${String(first.next_cursor)}`)).body;
  expect([...first.items, ...second.items].map((item) => item['kind'])).toEqual(['collaborator', 'absence']);
  expect((await api.stranger.get('/provider-records')).body.total).toBe(0);
  expect(maskedFields({ email: 'x@y.fr', birthDate: null })).toEqual({ email: 'x***@y.fr', birthDate: null });
});

test('health by connection: age, lag, what failed and who is nobody yet', async () => {
  await api.as.admin.post(`/integrations/${connection.id}/sync?kind=roster`);
  const { items } = (await api.as.admin.get('/reports/sync-health')).body;
  expect(items).toMatchObject([
    {
      connection_id: connection.id,
      provider: 'payfit',
      status: 'connected',
      age_seconds: null,
      last_state: 'completed_with_errors',
      failed_runs_of_week: 1,
      accounts: { linked: 0, suggested: 0, new: 1, ignored: 0 },
      records: { total: 2, pending: 2, vanished: 0 },
    },
  ]);
});
