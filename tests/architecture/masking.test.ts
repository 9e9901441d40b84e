/**
 * Why somebody is away is in no answer to those who may not know it: every GET route, by the list of routes, with every
 * parameter it has, asked by a viewer, by another member and by a manager who leads somebody else (READINGS 21 and H); then
 * what every other route answers them, refusals included. And it is in no log line, whoever asks.
 */
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { createContainer } from '../../src/container';
import type { Route } from '../../src/http/route';
import { listRoutes } from '../../src/route-list';
import { newId } from '../../src/shared/ids';
import { startApi, testConfig, type ApiClient, type TestApi } from '../support/api';
import { queriesOf } from '../support/canary';
import { exampleBody } from '../support/example-body';
import { buildAbsence, buildAbsenceType, buildAllocation, buildEngagement, buildPerson } from '../support/resources';

const container = createContainer(testConfig('postgres://nobody@127.0.0.1:1/none'), 'routes');
const signedIn = listRoutes(container).filter(({ permission }) => permission !== 'public');
const reads = signedIn.filter(({ method }) => method === 'GET');
/** In the order in which least is gone before it is asked for; those of the own account end the session. */
const writes = ['POST', 'PUT', 'PATCH', 'DELETE'].flatMap((method) =>
  signedIn.filter((route) => route.method === method && !/^\/(auth|orgs)\b/.test(route.path)),
);
/** Some hundred requests a role. */
jest.setTimeout(180_000);
const AT_ONCE = 6;
/** In the type's key, in its label and in the notes. */
const SECRET = 'canary-5c1e';

let api: TestApi;
let personId: string;
/** What to ask: the paths and queries of every read, as the owner finds the records. */
const requests: string[] = [];
/** All that the API logged, on every level. */
const logLines: string[] = [];
beforeAll(async () => {
  api = await startApi({ logTo: (line) => logLines.push(line) });
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

  test.each(['viewer', 'member', 'manager'] as const)('is in no answer to what a %s tries to change', async (role) => {
    expect(await tellingWrites(api.as[role])).toEqual([]);
  });

  test('is in no log line of any of these requests, nor of those that wrote it', async () => {
    const type = { key: `${SECRET}-other`, label: `${SECRET} other`, counts_as: SECRET };
    for (const client of Object.values(api.as)) {
      await client.post('/absence-types', type);
      await client.post('/absences', { person_id: personId, type: SECRET, notes: SECRET, start_date: SECRET });
      await client.get(`/absences?q=${SECRET}&type=${SECRET}`);
      await client.send('POST', '/absences', { raw: `{"notes":"${SECRET}",` });
    }
    expect(logLines.length).toBeGreaterThan(requests.length);
    expect(logLines.filter((line) => line.includes(SECRET))).toEqual([]);
  });

  test('is asked for at every route that reads', () => {
    const asked = new Set(requests.map((request) => request.replace(/\?.*/, '').replaceAll(/[0-9a-f-]{36}/g, '{}')));
    const expected = reads.map(({ path }) =>
      path.replaceAll(/\{(?!month\})\w+\}/g, '{}').replace('{month}', '2026-11'),
    );
    expect(expected.filter((path) => !asked.has(path))).toEqual([]);
  });
});

/** The writes whose answer holds the secret, which the caller did not send. */
async function tellingWrites(client: ApiClient): Promise<string[]> {
  const telling: string[] = [];
  for (const route of writes) {
    const path = await pathOf(route);
    const own = (field: string): string => (field === 'person_id' ? personId : newId());
    const body = route.request.body === undefined ? undefined : requiredBody(route, own);
    const { text, status } = await client.send(route.method, path, body === undefined ? {} : { body });
    if (text.includes(SECRET) || status >= 500) telling.push(`${String(status)} ${route.method} ${path}`);
  }
  return telling;
}

function requiredBody(route: Route, own: (field: string) => string): object {
  const { none: _none, ...body } = exampleBody(route, { field: 'none', id: '', own });
  return body;
}

/** The route's path with ids that exist where the owner finds some, with each of its queries. */
async function requestsFor(route: Route): Promise<string[]> {
  const path = await pathOf(route);
  const idFor = (parameter: string): string => (parameter === 'person_id' ? personId : newId());
  return queriesOf(route, idFor, 'a').map((query) => `${path}${query}`);
}

async function pathOf(route: Route): Promise<string> {
  let path = '';
  for (const part of route.path.split('/').slice(1)) {
    if (part === '{month}') path += '/2026-11';
    else path += /^\{\w+\}/.test(part) ? `/${await idBelow(path)}${part.replace(/^\{\w+\}/, '')}` : `/${part}`;
  }
  return path;
}

/** The id of a record in the collection, of the absent person's if there is one. */
async function idBelow(collection: string): Promise<string> {
  const { body, status } = await api.as.owner.get(collection);
  const items = status === 200 && Array.isArray(body.items) ? body.items : [];
  const theirs = items.find((item) => JSON.stringify(item).includes(personId)) ?? items[0];
  return theirs?.id ?? newId();
}
