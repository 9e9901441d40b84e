/** Totals of lists are kept under the version of the data: counted once, and never older than the page they come with. */
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { systemActor } from '../../src/access/actor';
import { PersonRepository } from '../../src/domains/people/people.repository';
import { VERSIONED_TABLES } from '../../src/platform/versioned-tables';
import { runInOrganization } from '../../src/platform/unit-of-work';
import { startApi, type SignedIn, type TestApi } from '../support/api';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

let owner: SignedIn;
let organizationId: string;
beforeEach(async () => {
  organizationId = (await api.factory.organization()).id;
  owner = await api.signIn({ role: 'owner', organizationId });
});

const total = async (query = ''): Promise<number> => (await owner.get(`/people${query}`)).body.total;
const add = (name = 'Somebody'): Promise<unknown> => owner.post('/people', { full_name: name });

test('the tables it relies on are those with the triggers that raise the version, and no others', async () => {
  const { rows } = await api.database.admin.raw<{ rows: { name: string }[] }>(
    `select distinct tgrelid::regclass::text as name from pg_trigger where tgname like '%_data_version_%' order by name`,
  );
  expect(rows.map(({ name }) => name)).toEqual([...VERSIONED_TABLES].sort());
});

test('a total is counted once: a row that no trigger saw does not count until somebody changes something', async () => {
  const before = await total();
  await api.database.admin.transaction(async (trx) => {
    await trx.raw('alter table people disable trigger people_data_version_insert');
    await trx('people').insert({ organization_id: organizationId, id: owner.userId, full_name: 'Unseen' });
    await trx.raw('alter table people enable trigger people_data_version_insert');
  });
  expect(await total()).toBe(before);
  await add();
  expect(await total()).toBe(before + 2);
});

test('after each write the next list has the right total, of every filter', async () => {
  const active = await total('?active=true');
  for (const more of [1, 2, 3]) {
    await add();
    expect([await total(), await total('?active=true')]).toEqual([active + more, active + more]);
  }
  const [first] = (await owner.get('/people?page_size=1')).body.items;
  await owner.delete(`/people/${String(first?.['id'])}`);
  expect(await total('?active=true')).toBe(active + 2);
  expect(await total('?page=1000')).toBe(active + 2);
});

test('a change by another process counts', async () => {
  const before = await total();
  await api.factory.person({ organization_id: organizationId });
  expect(await total()).toBe(before + 1);
});

test('what a transaction sees of its own writes stays with it', async () => {
  const before = await total();
  const facts = {
    organizationId,
    resolveActor: () => Promise.resolve(systemActor(organizationId)),
    now: new Date(),
  };
  const within = await runInOrganization(api.container.database, facts, async (uow) => {
    uow.discard();
    const people = new PersonRepository(uow.trx, organizationId);
    const person = { active: true, managerId: null, costCenter: null, location: null, source: 'manual' as const };
    for (const fullName of ['One', 'Two']) await people.insert({ ...person, fullName, weeklyMinutesDefault: null });
    return (await people.list({ page: 1, pageSize: 50 })).total;
  });
  expect([within, await total()]).toEqual([before + 2, before]);
  await add();
  expect(await total()).toBe(before + 1);
});
