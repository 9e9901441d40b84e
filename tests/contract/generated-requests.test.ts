/**
 * Requests made up from the document, for every operation: no answer is our failure, and none has a status that the document
 * does not name. An answer against its schema is our failure too (check-answer.ts). `GENERATED_REQUESTS=200` makes more of
 * them for each operation; docs/fuzzing.md says how a stranger's tool does the same.
 */
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { createContainer } from '../../src/container';
import { buildOpenApiDocument } from '../../src/http/openapi-document';
import type { Route } from '../../src/http/route';
import { listRoutes } from '../../src/route-list';
import { newId } from '../../src/shared/ids';
import { startApi, testConfig, type ApiClient, type TestApi } from '../support/api';
import { arbitraryRequest } from '../support/arbitrary-request';
import { buildAbsence, buildAbsenceType, buildAllocation, buildEngagement, buildPerson } from '../support/resources';

const RUNS = Number(process.env['GENERATED_REQUESTS'] ?? 4);
const SEED = 4;
jest.setTimeout(30_000 + RUNS * 3_000);

const container = createContainer(testConfig('postgres://nobody@127.0.0.1:1/none'), 'routes');
const routes = listRoutes(container);
const document = buildOpenApiDocument(routes, '1') as {
  paths: Record<string, Record<string, { responses: Record<string, unknown> }>>;
};
/** Those that could end the session or the organisation of whoever asks have an organisation of their own. */
const OWN_ORGANIZATION = /^\/(auth|orgs|members|me)\b/;

let api: TestApi;
const ids: Record<string, string[]> = {};
beforeAll(async () => {
  api = await startApi();
  const { owner } = api.as;
  const person = await buildPerson(owner);
  await buildEngagement(owner, { person_id: person.id });
  const type = await buildAbsenceType(owner);
  const booked = await buildAllocation(owner, {
    person_id: person.id,
    start_date: '2026-11-23',
    end_date: '2026-11-27',
  });
  await buildAbsence(owner, { person_id: person.id, type: type['key'] });
  Object.assign(ids, { person_id: [person.id], manager_id: [person.id], project_id: [booked['project_id']] });
  for (const { method, path } of routes) {
    if (method !== 'GET' || path.includes('{')) continue;
    const { body, status } = await owner.get(path);
    if (status === 200 && Array.isArray(body.items)) ids[path] = body.items.map(({ id }) => id).slice(0, 20);
  }
});
afterAll(async () => {
  await api.close();
  await container.close();
});

test.each(routes.map((route) => [`${route.method} ${route.path}`, route] as const))('%s', async (_name, route) => {
  const documented = Object.keys(document.paths[`/api/v1${route.path}`]?.[route.method.toLowerCase()]?.responses ?? {});
  const client = OWN_ORGANIZATION.test(route.path) ? await ownerOfAnother() : api.as.owner;
  const property = fc.asyncProperty(
    arbitraryRequest(route, (name) => idsOf(route, name)),
    async ({ path, body }) => {
      const answer = await client.send(route.method, path, body === undefined ? {} : { body });
      expect([answer.status < 500, documented]).toEqual([true, expect.arrayContaining([String(answer.status)])]);
    },
  );
  await fc.assert(property, { numRuns: RUNS, seed: SEED, endOnFailure: true });
});

async function ownerOfAnother(): Promise<ApiClient> {
  return api.signIn({ role: 'owner', organizationId: (await api.factory.organization()).id });
}

/** Ids of the collection that the route's own id is of, or of what the field names. */
function idsOf(route: Route, name: string): string[] {
  const collection = name === 'id' ? route.path.replace(/\/\{.*/, '') : `/${name.replace(/_id$/, '')}s`;
  const known = [...(ids[name] ?? []), ...(ids[collection] ?? [])];
  return known.length === 0 ? [newId()] : known;
}
