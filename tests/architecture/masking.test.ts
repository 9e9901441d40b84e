/**
 * Why somebody is away is in no answer to those who may not know it: every GET route, by the list of routes, with every
 * parameter it has, asked by a viewer, by another member and by a manager who leads somebody else (READINGS 21 and H).
 */
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { createContainer } from '../../src/container';
import type { Route } from '../../src/http/route';
import { listRoutes } from '../../src/route-list';
import { newId } from '../../src/shared/ids';
import { startApi, testConfig, type ApiClient, type TestApi } from '../support/api';
import { queriesOf } from '../support/canary';
import { buildAbsence, buildAbsenceType, buildAllocation, buildEngagement, buildPerson } from '../support/resources';

const container = createContainer(testConfig('postgres://nobody@127.0.0.1:1/none'), 'routes');
const reads = listRoutes(container).filter(({ method, permission }) => method === 'GET' && permission !== 'public');
/** Some hundred requests a role. */
jest.setTimeout(180_000);
const AT_ONCE = 6;
/** In the type's key, in its label and in the notes. */
const SECRET = 'canary-5c1e';

let api: TestApi;
let personId: string;
/** What to ask: the paths and queries of every read, as the owner finds the records. */
const requests: string[] = [];
beforeAll(async () => {
  api = await startApi();
  const owner = api.as.owner;
  personId = (await buildPerson(owner)).id;
  await buildEngagement(owner, { person_id: personId });
  const type = await buildAbsenceType(owner, { key: `${SECRET}-type`, label: `${SECRET} label` });
  // On a booked day, so that a conflict, an explanation and an overbooking have the absence as their cause.
  await buildAllocation(owner, { person_id: personId, start_date: '2026-11-23', end_date: '2026-11-27' });
  await buildAbsence(owner, { person_id: personId, type: type['key'], notes: `${SECRET} notes` });
  await buildPerson(owner, { manager_id: api.as.manager.personId });
  for (const route of reads) requests.push(...(await requestsFor(route)));
});
afterAll(async () => {
  await api.close();
  await container.close();
});

/** The list of types is configuration: it says which reasons there are, and nobody's. */
const isConfiguration = (request: string): boolean => request.startsWith('/absence-types');

/** The requests whose answer holds the secret. */
async function tellingRequests(client: ApiClient): Promise<string[]> {
  const telling: string[] = [];
  const waiting = requests.filter((request) => !isConfiguration(request));
  const askNext = async (): Promise<void> => {
    for (let request = waiting.shift(); request !== undefined; request = waiting.shift()) {
      const { text, status } = await client.get(request);
      if (text.includes(SECRET) || status >= 500) telling.push(`${String(status)} ${request}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, askNext));
  return telling;
}

describe('why somebody is away', () => {
  test.each(['viewer', 'member', 'manager'] as const)('is told to no %s who may not know it', async (role) => {
    expect(await tellingRequests(api.as[role])).toEqual([]);
  });

  test('is told to the owner by the routes that say it: the requests do reach the absence', async () => {
    const telling = await tellingRequests(api.as.owner);
    const paths = telling.map((request) => request.replace(/^200 /, '').replace(/\?.*/, ''));
    expect(paths).toEqual(expect.arrayContaining(['/absences', '/benefits/vouchers/2026-11']));
    expect(telling.filter((request) => !request.startsWith('200 '))).toEqual([]);
  });

  test('is asked for at every route that reads', () => {
    const asked = new Set(requests.map((request) => request.replace(/\?.*/, '').replaceAll(/[0-9a-f-]{36}/g, '{}')));
    const expected = reads.map(({ path }) =>
      path.replaceAll(/\{(?!month\})\w+\}/g, '{}').replace('{month}', '2026-11'),
    );
    expect(expected.filter((path) => !asked.has(path))).toEqual([]);
  });
});

/** The route's path with ids that exist where the owner finds some, with each of its queries. */
async function requestsFor(route: Route): Promise<string[]> {
  let path = '';
  for (const part of route.path.split('/').slice(1)) {
    if (part === '{month}') path += '/2026-11';
    else path += /^\{\w+\}/.test(part) ? `/${await idBelow(path)}` : `/${part}`;
  }
  const idFor = (parameter: string): string => (parameter === 'person_id' ? personId : newId());
  return queriesOf(route, idFor, 'a').map((query) => `${path}${query}`);
}

/** The id of a record in the collection, of the absent person's if there is one. */
async function idBelow(collection: string): Promise<string> {
  const { body, status } = await api.as.owner.get(collection);
  const items = status === 200 && Array.isArray(body.items) ? body.items : [];
  const theirs = items.find((item) => JSON.stringify(item).includes(personId)) ?? items[0];
  return theirs?.id ?? newId();
}
