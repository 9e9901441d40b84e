/** Whose an account is: linking, unlinking, rejecting, confirming, and what the log says. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { newId } from '../../src/shared/ids';
import { startApi, type TestApi } from '../support/api';
import { countStatements } from '../support/count-statements';
import type { Columns, Row } from '../support/factories';
import { connectionRow, externalAccountRow } from '../support/integration-rows';
import { buildPerson, eventsOf } from '../support/resources';

const profile = {
  givenName: 'Ada',
  surname: 'Morlaix',
  matricule: null,
  emails: [
    { address: 'ada@mail.example', type: 'personal' },
    { address: 'ada@work.example', type: 'professional' },
  ],
};

let api: TestApi;
let connection: Row;
let foreignAccount: Row;
beforeAll(async () => {
  api = await startApi();
  const foreign = await connectionRow(api.factory, { organization_id: api.strangerOrganizationId });
  foreignAccount = await externalAccountRow(api.factory, foreign);
  connection = await connectionRow(api.factory, { organization_id: api.organizationId });
});
afterAll(() => api.close());

const buildAccount = (columns: Columns = {}): Promise<Row> => externalAccountRow(api.factory, connection, columns);

async function suggest(account: Row, personId: string, columns: Columns = {}): Promise<Row> {
  await api.database.admin('external_accounts').where({ id: account.id }).update({ state: 'suggested' });
  return api.factory.insert('identity_suggestions', {
    organization_id: api.organizationId,
    id: newId(),
    external_account_id: account.id,
    person_id: personId,
    rank: 1,
    score: 0.9,
    total_bits: 3.5,
    prior_bits: -9,
    evidence: JSON.stringify([
      { group: 'email', level: 'equal', bits: 12.5, strength: 'strong', words: 'same address' },
    ]),
    model_version: 'test',
    ...columns,
  });
}

describe('refusals, in order', () => {
  const calls = [
    ['GET', '/external-accounts'],
    ['GET', '/identity/matches'],
    ['GET', '/identity/decisions'],
    ['POST', `/external-accounts/${newId()}/link`],
    ['POST', `/external-accounts/${newId()}/unlink`],
    ['POST', '/identity/resolve'],
    ['POST', '/identity/matches:confirm'],
  ] as const;

  test.each(calls)('%s %s: 401, then 403 for everybody below admin', async (method, path) => {
    expect((await api.anonymous.send(method, path)).status).toBe(401);
    for (const client of [api.as.viewer, api.as.member, api.as.manager]) {
      expect((await client.send(method, path, method === 'POST' ? { body: { nonsense: 1 } } : {})).status).toBe(403);
    }
  });

  test.each([
    ['/identity/resolve', { external_account_id: newId(), action: 'merge' }, '/action'],
    ['/identity/matches:confirm', { items: [] }, '/items'],
    [`/external-accounts/${newId()}/link`, {}, '/person_id'],
    [`/external-accounts/${newId()}/unlink`, {}, '/reason'],
  ])('400: %s %j names %s', async (path, body, pointer) => {
    const answer = await api.as.admin.post(path, body);
    expect([answer.status, answer.body.errors[0]?.pointer]).toEqual([400, pointer]);
  });

  test.each(['link', 'reject'])('400: to %s needs a person', async (action) => {
    const account = await buildAccount();
    const answer = await api.as.admin.post('/identity/resolve', { external_account_id: account.id, action });
    expect([answer.status, answer.body.errors[0]?.pointer]).toEqual([400, '/person_id']);
  });

  test('404 for an account of another organisation; 400 where a body names it, or an unknown person', async () => {
    const { admin } = api.as;
    const person = await buildPerson(admin);
    expect((await admin.post(`/external-accounts/${foreignAccount.id}/link`, { person_id: person.id })).status).toBe(
      404,
    );
    const resolved = await admin.post('/identity/resolve', { external_account_id: foreignAccount.id, action: 'new' });
    expect([resolved.status, resolved.body.code]).toEqual([400, 'reference_not_found']);
    const account = await buildAccount();
    const linked = await admin.post(`/external-accounts/${account.id}/link`, { person_id: newId() });
    expect([linked.status, linked.body.errors[0]?.pointer]).toEqual([400, '/person_id']);
  });

  test('409 for an account that is somebody else’s, one that is nobody’s, and a person with an account of that time', async () => {
    const { admin } = api.as;
    const [one, other] = [await buildPerson(admin), await buildPerson(admin)];
    const account = await buildAccount();
    expect((await admin.post(`/external-accounts/${account.id}/unlink`, { reason: 'wrong' })).status).toBe(409);
    await admin.post(`/external-accounts/${account.id}/link`, { person_id: one.id });
    const again = await admin.post(`/external-accounts/${account.id}/link`, { person_id: other.id });
    expect([again.status, again.body.code]).toEqual([409, 'conflict']);
    const second = await buildAccount();
    const taken = await admin.post(`/external-accounts/${second.id}/link`, { person_id: one.id });
    expect([taken.status, taken.body.code]).toEqual([409, 'overlapping_span']);
  });
});

describe('link and unlink', () => {
  test('a link says who, when and why, and linking again changes nothing', async () => {
    const { admin } = api.as;
    const [person, account] = [await buildPerson(admin), await buildAccount()];
    const link = (): ReturnType<typeof admin.post> =>
      admin.post(`/external-accounts/${account.id}/link`, { person_id: person.id, reason: 'same person' });
    const answer = await link();
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      state: 'linked',
      person_id: person.id,
      provider: 'payfit',
      link_method: 'manual',
      linked_by: expect.any(String),
      linked_at: expect.any(String),
      link_reason: 'same person',
    });
    expect((await link()).body).toEqual(answer.body);
    const once = ['external_account.linked'];
    expect(await eventsOf(api, account.id)).toEqual({ audited: once, emitted: once });
  });

  test('rehired: successive accounts of one provider are the same person’s', async () => {
    const { admin } = api.as;
    const person = await buildPerson(admin);
    const [first, second] = [
      await buildAccount({ active_from: '2020-01-01', active_to: '2022-12-31' }),
      await buildAccount({ active_from: '2023-02-01' }),
    ];
    for (const { id } of [first, second]) {
      expect((await admin.post(`/external-accounts/${id}/link`, { person_id: person.id })).status).toBe(200);
    }
  });

  test.each([true, false])(
    'unlinking restores every table, and with reject %s the pair is shown or not',
    async (reject) => {
      const { admin } = api.as;
      const [person, account] = [await buildPerson(admin), await buildAccount()];
      await suggest(account, person.id);
      const before = await snapshot();
      await admin.post(`/external-accounts/${account.id}/link`, { person_id: person.id });
      expect(await snapshot()).not.toEqual(before);
      const answer = await admin.post(`/external-accounts/${account.id}/unlink`, { reason: 'wrong person', reject });
      expect(answer.body).toMatchObject({ state: 'suggested', person_id: null, linked_by: null, linked_at: null });
      expect(await snapshot()).toEqual(before);
      const shown = (await admin.get(`/identity/matches?external_account_id=${account.id}`)).body.items;
      expect(shown).toHaveLength(reject ? 0 : 1);
    },
  );

  /** Every row that identities may touch, but for versions and the logs. */
  async function snapshot(): Promise<unknown> {
    const tables = [
      'external_accounts',
      'identity_suggestions',
      'people',
      'person_emails',
      'person_identifiers',
      'engagements',
    ];
    return Promise.all(
      tables.map(async (table) => {
        const rows = await api.database.admin(table).orderBy('id').select<Columns[]>('*');
        return rows.map(({ version: _, updated_at: __, ...row }) => row);
      }),
    );
  }
});

describe('resolve', () => {
  test('new makes a person with the provider’s data; unlinking takes them out again', async () => {
    const { admin } = api.as;
    const account = await buildAccount({ raw_profile: JSON.stringify({ ...profile, matricule: 'M-77' }) });
    const made = await admin.post('/identity/resolve', { external_account_id: account.id, action: 'new' });
    expect(made.body).toMatchObject({ state: 'linked', link_method: 'created' });
    const id = String(made.body['person_id']);
    expect((await admin.get(`/people/${id}`)).body).toMatchObject({ full_name: 'Ada Morlaix', source: 'payfit' });
    const emails = (await admin.get(`/people/${id}/emails`)).body.items;
    expect(emails).toEqual([
      expect.objectContaining({ email: 'ada@work.example', kind: 'corporate', is_primary: true }),
      expect.objectContaining({ email: 'ada@mail.example', kind: 'personal', is_primary: false }),
    ]);
    expect((await admin.get(`/people/${id}/identifiers`)).body.items).toEqual([
      expect.objectContaining({ id_type: 'matricule', id_value: 'M-77' }),
    ]);
    await admin.post(`/external-accounts/${account.id}/unlink`, { reason: 'already there' });
    expect((await admin.get(`/people/${id}`)).status).toBe(404);
  });

  test('reject takes one suggestion away, ignore takes the account out of the queue', async () => {
    const { admin } = api.as;
    const [one, other, account] = [await buildPerson(admin), await buildPerson(admin), await buildAccount()];
    await suggest(account, one.id);
    await suggest(account, other.id, { rank: 2, score: 0.7 });
    const resolve = (body: object) => admin.post('/identity/resolve', { external_account_id: account.id, ...body });
    expect((await resolve({ action: 'reject', person_id: one.id })).body).toMatchObject({ state: 'suggested' });
    const left = (await admin.get(`/identity/matches?external_account_id=${account.id}`)).body.items;
    expect(left).toEqual([expect.objectContaining({ suggested_person_id: other.id })]);
    expect((await resolve({ action: 'ignore', reason: 'a test account' })).body).toMatchObject({ state: 'ignored' });
    expect((await admin.get(`/identity/matches?external_account_id=${account.id}`)).body.total).toBe(0);
    const log = (await admin.get(`/identity/decisions?external_account_id=${account.id}`)).body.items;
    expect(log).toEqual([
      expect.objectContaining({ action: 'ignore', reason: 'a test account', decided_by: expect.any(String) }),
      expect.objectContaining({ action: 'reject', person_id: one.id, score: 0.9, total_bits: 3.5 }),
    ]);
  });
});

describe('lists', () => {
  test('accounts by provider, state and whether they are somebody’s', async () => {
    const account = await buildAccount({ raw_profile: JSON.stringify(profile) });
    const ids = async (query: string): Promise<string[]> =>
      (await api.as.admin.get(`/external-accounts?page_size=100&${query}`)).body.items.map(({ id }) => id);
    expect(await ids('unlinked=true&provider=payfit')).toContain(account.id);
    expect(await ids('state=new')).toContain(account.id);
    expect(await ids('unlinked=false')).not.toContain(account.id);
    expect(await ids('provider=gryzzly')).toEqual([]);
  });

  test('suggestions from min_score on, 0.6 by default, with their evidence', async () => {
    const { admin } = api.as;
    const [person, account] = [await buildPerson(admin), await buildAccount({ raw_profile: JSON.stringify(profile) })];
    await suggest(account, person.id, { score: 0.4 });
    const of = `external_account_id=${account.id}`;
    expect((await admin.get(`/identity/matches?${of}`)).body.total).toBe(0);
    const [match] = (await admin.get(`/identity/matches?${of}&min_score=0.4`)).body.items;
    expect(match).toMatchObject({
      external_account_id: account.id,
      suggested_person_id: person.id,
      score: 0.4,
      signals: { email: 'same address' },
      rank: 1,
      total_bits: 3.5,
      prior_bits: -9,
      evidence: [{ group: 'email', level: 'equal', bits: 12.5, strength: 'strong', words: 'same address' }],
      vetoes: [],
      account_name: 'Ada Morlaix',
      person_name: person['full_name'],
    });
  });
});

describe('confirm many', () => {
  let people: { id: string }[];
  let accounts: Row[];
  beforeEach(async () => {
    people = [await buildPerson(api.as.admin), await buildPerson(api.as.admin)];
    accounts = [await buildAccount(), await buildAccount(), await buildAccount()];
  });

  test('each item is linked or told why not', async () => {
    await suggest(accounts[0]!, people[0]!.id);
    const items = [
      { external_account_id: accounts[0]!.id },
      { external_account_id: accounts[1]!.id, person_id: people[1]!.id },
      { external_account_id: accounts[2]!.id, person_id: people[1]!.id },
      { external_account_id: accounts[2]!.id },
      { external_account_id: newId() },
      { external_account_id: accounts[2]!.id, person_id: newId() },
    ];
    const unknown = (index: number, field: string) => {
      const errors = [{ pointer: `/items/${String(index)}/${field}` }];
      return { index, status: 'failed', problem: { status: 400, code: 'reference_not_found', errors } };
    };
    const answer = await api.as.admin.post('/identity/matches:confirm', { items });
    expect(answer.status).toBe(200);
    expect(answer.body.results).toMatchObject([
      { index: 0, status: 'linked', id: accounts[0]!.id, person_id: people[0]!.id },
      { index: 1, status: 'linked', person_id: people[1]!.id },
      { index: 2, status: 'failed', problem: { status: 409, code: 'overlapping_span' } },
      { index: 3, status: 'failed', problem: { status: 409, code: 'conflict' } },
      unknown(4, 'external_account_id'),
      unknown(5, 'person_id'),
    ]);
  });

  test('a thousand in one request, each told for itself', async () => {
    const { organizationId: organization_id, database } = api;
    const made = Array.from({ length: 1_000 }, () => ({ person: newId(), account: newId() }));
    const named = made.map(({ person }, index) => ({
      organization_id,
      id: person,
      full_name: `Many ${String(index)}`,
    }));
    await database.admin.batchInsert('people', named, 500);
    const rows = made.map(({ account }) => ({
      organization_id,
      id: account,
      connection_id: connection.id,
      provider: 'payfit',
      external_user_id: account,
    }));
    await database.admin.batchInsert('external_accounts', rows, 500);
    const items = made.map(({ account, person }) => ({ external_account_id: account, person_id: person }));
    items[500] = { external_account_id: made[500]!.account, person_id: made[0]!.person };
    const confirm = () => api.as.admin.post('/identity/matches:confirm', { items });
    const [answer, statements] = await countStatements(api, confirm);
    const results = answer.body.results as { status: string; problem?: { code: string } }[];
    expect(results.filter(({ status }) => status === 'linked')).toHaveLength(999);
    expect(results[500]).toMatchObject({ status: 'failed', problem: { code: 'overlapping_span' } });
    // Not one for each link: rows go in by the five hundred.
    expect(statements).toBeLessThan(40);
    const told = (await confirm()).body.results as { status: string }[];
    expect(told.map(({ status }) => status)).toEqual(results.map(({ status }) => status));
    const decided = await database.admin('identity_decisions').whereIn(
      'external_account_id',
      made.map(({ account }) => account),
    );
    expect(decided).toHaveLength(999);
  });
});
