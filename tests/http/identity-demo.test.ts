/** The demo organisation and the fakes know the same people: what the engine makes of thirty of them. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { systemActor } from '../../src/access/actor';
import { DEMO_ORGANIZATION_ID, demoId } from '../../src/demo/demo-ids.rules';
import { loadDemo } from '../../src/demo/load-demo.command';
import { roster } from '../../src/demo/demo-roster.rules';
import { applyMatching } from '../../src/domains/identities/apply-matching.command';
import { runInOrganization } from '../../src/platform/unit-of-work';
import { startApi, type TestApi } from '../support/api';
import { gryzzlyKey, listAll, payfitKey, providersOnFakes, type ProvidersOnFakes } from '../support/fake-providers';
import { connectionRow, externalAccountRow } from '../support/integration-rows';

let api: TestApi;
let parts: ProvidersOnFakes;
beforeAll(async () => {
  [api, parts] = await Promise.all([startApi(), providersOnFakes(30)]);
  await loadDemo(api.container.database, new Date());
});
afterAll(async () => {
  await parts.close();
  await api.close();
});

const nameOf = new Map(roster.map(({ key, name }) => [demoId('person', key), name]));

async function match(
  provider: 'payfit' | 'gryzzly',
): Promise<{ linked: [said: string, is: string][]; open: string[] }> {
  const organization_id = DEMO_ORGANIZATION_ID;
  await api.database.admin('connections').where({ organization_id, provider }).delete();
  const connection = await connectionRow(api.factory, { organization_id, provider });
  const [kind, credentials] =
    provider === 'payfit' ? (['collaborator', payfitKey] as const) : (['user', gryzzlyKey] as const);
  const { records } = await listAll<'collaborator' | 'user'>(parts.providers[provider], { kind, credentials });
  for (const { externalId, fields } of records) {
    const employment =
      'contracts' in fields ? { active_from: fields.startDate, active_to: fields.terminationDate } : {};
    const raw_profile = JSON.stringify(fields);
    await externalAccountRow(api.factory, connection, { external_user_id: externalId, raw_profile, ...employment });
  }
  const actor = systemActor(organization_id);
  const facts = { organizationId: organization_id, resolveActor: () => Promise.resolve(actor), now: new Date() };
  await runInOrganization(api.container.database, facts, (uow) =>
    applyMatching(uow, { connectionId: connection.id, runId: null }),
  );
  const rows = await api.database
    .admin('external_accounts')
    .where({ connection_id: connection.id })
    .select<{ person_id: string | null; raw_profile: Record<string, string> }[]>('person_id', 'raw_profile');
  const saidOf = ({ givenName, surname, displayName }: Record<string, string>): string =>
    displayName ?? `${givenName!} ${surname!}`;
  const linked = rows.flatMap(({ person_id, raw_profile }): [string, string][] =>
    person_id === null ? [] : [[saidOf(raw_profile), nameOf.get(person_id) ?? '']],
  );
  return { linked, open: rows.flatMap((row) => (row.person_id === null ? [saidOf(row.raw_profile)] : [])) };
}

/** The same words in any order, whatever their case: Gryzzly has some with the surname first. */
function words(name: string): string {
  return name.toLowerCase().split(' ').sort().join(' ');
}

test('Payfit: most are linked by number and address, nobody wrongly, strangers stay open', async () => {
  const { linked, open } = await match('payfit');
  expect(linked.filter(([said, is]) => words(said) !== words(is))).toEqual([]);
  expect(linked.length).toBeGreaterThanOrEqual(20);
  expect(open).toEqual(expect.arrayContaining(['Perrine Lacombrade', 'Armand Kehlhofer', 'Karim Essaïdane']));
});

test('Gryzzly: most are linked by address and name, nobody wrongly', async () => {
  const { linked } = await match('gryzzly');
  expect(linked.filter(([said, is]) => words(said) !== words(is) && !is.startsWith(said))).toEqual([]);
  expect(linked.length).toBeGreaterThanOrEqual(18);
});
