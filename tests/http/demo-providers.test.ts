/** The demo organisation and its two fake providers after the first syncs: nothing that can be linked or applied is left. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { connectDemo } from '../../src/demo/connect-demo.command';
import { DEMO_ORGANIZATION_ID } from '../../src/demo/demo-ids.rules';
import { loadDemo } from '../../src/demo/load-demo.command';
import { applyMatching } from '../../src/domains/identities/apply-matching.command';
import { rotateCredentials } from '../../src/domains/integrations/rotate-credentials.command';
import { createSyncSteps } from '../../src/domains/syncs/sync-steps.command';
import { KeyRing } from '../../src/platform/secrets/key-ring';
import { startApi, type ApiClient, type TestApi } from '../support/api';
import { providersOnFakes, type ProvidersOnFakes } from '../support/fake-providers';
import { workThrough } from '../support/sync-suite';

/** Everything stands at this moment: the figures below can be counted on a calendar. */
const NOW = new Date('2026-11-25T09:00:00Z');

let api: TestApi;
let parts: ProvidersOnFakes;
let owner: ApiClient;
const connections: Record<string, string> = {};

beforeAll(async () => {
  [api, parts] = await Promise.all([startApi(), providersOnFakes(30, NOW)]);
  const { database } = api.container;
  const keyRing = new KeyRing([Buffer.alloc(32, 7)]);
  await loadDemo(database, NOW);
  await connectDemo(database, keyRing, NOW);
  owner = await api.signIn({ role: 'owner', organizationId: DEMO_ORGANIZATION_ID, personId: null });
  const clock = { now: () => NOW };
  const steps = createSyncSteps({
    database,
    clock,
    keyRing,
    providers: parts.providers,
    keepRotatedCredentials: (ref, credentials) => rotateCredentials({ database, clock, keyRing }, ref, credentials),
    applyMatching,
  });
  for (const { id, provider_key } of (await owner.get('/integrations/connections')).body.items) {
    connections[String(provider_key)] = id;
  }
  const work = (provider: string): Promise<void> =>
    workThrough(steps, { organizationId: DEMO_ORGANIZATION_ID, connectionId: connections[provider] ?? '' });
  // The worse order: time tracking is through before payroll has made anybody.
  await work('gryzzly');
  await work('payfit');
  await work('gryzzly');
});
afterAll(async () => {
  await parts.close();
  await api.close();
});

test('nothing that can be linked or applied is left; what waits belongs to suggestions', async () => {
  const { body } = await owner.get('/reports/sync-health');
  const accounts = body.items.map((one) => [one['provider'], one['accounts']]);
  expect(accounts).toEqual([
    ['gryzzly', { linked: 30, suggested: 3, new: 1, ignored: 0 }],
    ['payfit', { linked: 30, suggested: 2, new: 0, ignored: 0 }],
  ]);
  const left = await api.database
    .admin('provider_records as r')
    .join('external_accounts as a', 'a.external_user_id', 'r.owner_external_id')
    .where({ 'a.state': 'linked' })
    .whereRaw('r.applied_hash is distinct from r.content_hash');
  expect(left).toEqual([]);
  const open = await owner.get('/external-accounts?provider=gryzzly&state=new');
  // Time tracking alone knows him, and makes nobody.
  const [stranger, ...others] = open.body.items;
  expect([JSON.stringify(stranger).includes('La Tournerie'), others]).toEqual([true, []]);
  const runs = (await owner.get(`/integrations/${connections['gryzzly'] ?? ''}/runs`)).body.items;
  expect(runs).toMatchObject([
    { kind: 'apply', trigger: 'sync', state: 'completed' },
    { kind: 'full', trigger: 'schedule', state: 'completed' },
  ]);
  for (const run of runs) expect([run['done'], run['total']]).toEqual(Array(2).fill((run['counts'] as Row)['seen']));
});

test("Payfit's words for leave are the demo's own types: none is there twice", async () => {
  const labels = (await owner.get('/absence-types')).body.items.map((type) => String(type['label'])).sort();
  expect(labels).toEqual(['Congés payés', 'Enfant malade', 'Leave (Gryzzly)', 'Maladie', 'RTT', 'Télétravail']);
});

test('payroll is read first in the morning, time tracking a quarter of an hour later', async () => {
  const { items } = (await owner.get('/integrations/connections')).body;
  const crons = items.map(({ provider_key, schedule }) => [provider_key, (schedule as Row)['cron']]).sort();
  expect(crons).toEqual([
    ['gryzzly', '45 5 * * 1-5'],
    ['payfit', '30 5 * * 1-5'],
  ]);
});

test('payroll counts the vouchers that we count; the few that differ do so on purpose', async () => {
  const { body } = await owner.get(`/benefits/vouchers/${NOW.toISOString().slice(0, 7)}/reconciliation`);
  const rows = body.items as unknown as Reconciled[];
  expect(rows.filter(({ difference }) => difference === 0).length).toBeGreaterThanOrEqual(18);
  // Corrections of the closed month, an account that waits, and nobody's count are told apart.
  const unexplained = rows.flatMap(({ person_name, reasons }) =>
    reasons.filter(({ code }) => code === 'unexplained').map(({ days }) => [person_name, days]),
  );
  expect(unexplained).toEqual([
    ['Bruno Castelnoir', 1],
    ['Nadia Belhamri', -2],
  ]);
});

test('of a closed month: somebody for whom half days count there, and leave that came after it was closed', async () => {
  const rows = (await owner.get('/benefits/vouchers/2026-10/reconciliation')).body.items as unknown as Reconciled[];
  const different = rows.filter(({ difference, external_account_ids: of }) => difference !== 0 && of.length > 0);
  const told = different.map(({ person_name, reasons }) => [person_name, reasons[0]?.code, reasons[0]?.days]);
  expect(told).toEqual([
    ['Armand Kehlhofer', 'account_not_linked', -22],
    ['Hugo Lavergnat', 'half_day', -1],
    ['John Marteval', 'unexplained', 3],
    ['Karim Essaïdane', 'account_not_linked', -22],
    ['Perrine Lacombrade', 'account_not_linked', -22],
  ]);
});

type Row = Record<string, unknown>;

interface Reconciled {
  person_name: string;
  external_account_ids: string[];
  difference: number;
  reasons: { code: string; days: number }[];
}
