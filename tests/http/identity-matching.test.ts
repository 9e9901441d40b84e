/** The engine over stored people and accounts: what it links, suggests and remembers, and that a second run writes nothing. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { systemActor } from '../../src/access/actor';
import { applyMatching, type MatchingCounts } from '../../src/domains/identities/apply-matching.command';
import { openDatabase, type Database } from '../../src/platform/database';
import { createLogger } from '../../src/platform/logger';
import { runInOrganization } from '../../src/platform/unit-of-work';
import { startApi, type AnswerBody, type TestApi } from '../support/api';
import type { Row } from '../support/factories';
import { connectionRow, externalAccountRow } from '../support/integration-rows';
import { buildPerson, buildPersonEmail, buildPersonIdentifier } from '../support/resources';

const COLLEAGUES = ['Léa Hirtzmann', 'Karim Essaïdane', 'Greta Lindqvarn', 'Paulo Ferrandes', 'Olivier Desgranvals'];

let api: TestApi;
let connection: Row;
let lea: AnswerBody;
let database: Database;
beforeAll(async () => {
  api = await startApi();
  const logger = createLogger('test', 'silent');
  database = openDatabase(api.database.appUrl, { poolSize: 2, applicationName: 'matching', logger });
  connection = await connectionRow(api.factory, { organization_id: api.organizationId });
  const people: AnswerBody[] = [];
  for (const name of COLLEAGUES) {
    const person = await buildPerson(api.as.admin, { full_name: name });
    people.push(person);
    await buildPersonEmail(api.as.admin, { person_id: person.id, email: mailbox(name) });
  }
  lea = people[0]!;
  await buildPersonIdentifier(api.as.admin, { person_id: lea.id, id_type: 'matricule', id_value: '0019' });
});
afterAll(async () => {
  await database.destroy();
  await api.close();
});

function mailbox(name: string): string {
  return `${name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(' ', '.')}@atelier.example`;
}

async function account(name: string, profile: object = {}): Promise<Row> {
  const [givenName, surname] = name.split(' ');
  const emails = [{ address: mailbox(name), type: 'professional' }];
  const raw = { givenName, surname, emails, matricule: null, phones: [], addresses: [], ...profile };
  return externalAccountRow(api.factory, connection, { raw_profile: JSON.stringify(raw) });
}

function run(): Promise<MatchingCounts> {
  const { organizationId } = api;
  const facts = { organizationId, resolveActor: () => Promise.resolve(systemActor(organizationId)), now: new Date() };
  return runInOrganization(database, facts, (uow) => applyMatching(uow, { connectionId: connection.id, runId: null }));
}

const stateOf = async ({ id }: Row): Promise<AnswerBody | undefined> =>
  (await api.as.admin.get('/external-accounts?page_size=100')).body.items.find((one) => one.id === id);

describe('one connection, run after run', () => {
  let certain: Row;
  let doubtful: Row;
  let stranger: Row;

  test('two kinds of evidence link, a name alone suggests, nothing is new', async () => {
    certain = await account('Léa Hirtzmann', { matricule: '19' });
    doubtful = await account('Karim Essaïdane', { emails: [{ address: 'k.e@mail.example', type: 'personal' }] });
    stranger = await account('Zoé Malartigue');
    expect(await run()).toMatchObject({ linked: 1, suggested: 1, hold: null });
    expect(await stateOf(certain)).toMatchObject({
      state: 'linked',
      person_id: lea.id,
      link_method: 'automatic',
      linked_by: null,
    });
    expect(await stateOf(doubtful)).toMatchObject({ state: 'suggested', person_id: null });
    expect(await stateOf(stranger)).toMatchObject({ state: 'new' });
  });

  test('a second run over the same data writes nothing', async () => {
    const versions = async (): Promise<unknown> => ({
      accounts: await api.database.admin('external_accounts').orderBy('id').select('id', 'version'),
      suggestions: await api.database.admin('identity_suggestions').orderBy('id').select('id'),
      decisions: await api.database.admin('identity_decisions').orderBy('id').select('id'),
    });
    const before = await versions();
    const again = await run();
    expect(await versions()).toEqual(before);
    expect(again).toMatchObject({ linked: 0, suggested: 0, new: 0, unchanged: 3 });
  });

  test('the evidence adds up to the bits', async () => {
    const [match] = (await api.as.admin.get(`/identity/matches?min_score=0&external_account_id=${doubtful.id}`)).body
      .items;
    const { prior_bits, total_bits, evidence } = match as unknown as {
      prior_bits: number;
      total_bits: number;
      evidence: { bits: number }[];
    };
    expect(evidence.reduce((sum, { bits }) => sum + bits, prior_bits)).toBeCloseTo(total_bits, 9);
  });

  test('what a person took back or rejected is never suggested again', async () => {
    const { admin } = api.as;
    const [match] = (await admin.get(`/identity/matches?min_score=0&external_account_id=${doubtful.id}`)).body.items;
    const rejected = { external_account_id: doubtful.id, action: 'reject', person_id: match?.['suggested_person_id'] };
    expect((await admin.post('/identity/resolve', rejected)).status).toBe(200);
    expect((await admin.post(`/external-accounts/${certain.id}/unlink`, { reason: 'wrong' })).status).toBe(200);
    await run();
    expect((await admin.get('/identity/matches?min_score=0')).body.total).toBe(0);
    expect((await stateOf(certain))?.['person_id']).toBeNull();
    expect((await stateOf(doubtful))?.['person_id']).toBeNull();
  });

  test('an ignored account is left alone', async () => {
    const { admin } = api.as;
    await admin.post('/identity/resolve', { external_account_id: stranger.id, action: 'ignore' });
    await run();
    expect(await stateOf(stranger)).toMatchObject({ state: 'ignored' });
  });
});

test('a first run of more than fifty links waits for one confirmation', async () => {
  connection = await connectionRow(api.factory, { organization_id: api.organizationId, provider: 'gryzzly' });
  const names = Array.from(
    { length: 55 },
    (_, index) =>
      `Prénom${'abcdefghijk'[index % 11]!} Nomdefamille${String.fromCharCode(97 + (index % 26))}${String.fromCharCode(97 + Math.floor(index / 26))}`,
  );
  const made: Row[] = [];
  for (const name of names) {
    const person = await buildPerson(api.as.admin, { full_name: name });
    await buildPersonEmail(api.as.admin, { person_id: person.id, email: mailbox(name) });
    made.push(
      await externalAccountRow(api.factory, connection, {
        raw_profile: JSON.stringify({ displayName: name, email: mailbox(name) }),
      }),
    );
  }
  const counts = await run();
  expect(counts).toMatchObject({ linked: 0, hold: 'first_run' });
  const items = made.map(({ id }) => ({ external_account_id: id }));
  const { results } = (await api.as.admin.post('/identity/matches:confirm', { items })).body as unknown as {
    results: { status: string }[];
  };
  expect(results.filter(({ status }) => status === 'linked').length).toBeGreaterThan(50);
});
