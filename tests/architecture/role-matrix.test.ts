/**
 * Every route with every role and with nobody: who may not is told so before the request is judged, who may gets past that.
 * Which role may is typed by hand in least-roles.ts.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { isAtLeast, roles, type Role } from '../../src/access/role-grants';
import { createContainer } from '../../src/container';
import type { Route } from '../../src/http/route';
import { listRoutes } from '../../src/route-list';
import { newId } from '../../src/shared/ids';
import { startApi, testConfig, type ApiAnswer, type ApiClient, type TestApi } from '../support/api';
import { leastRoles } from './least-roles';

const container = createContainer(testConfig('postgres://nobody@127.0.0.1:1/none'), 'routes');
const routes = listRoutes(container);
const name = (route: Route): string => `${route.method} ${route.path}`;

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(async () => {
  await api.close();
  await container.close();
});

test('the table by hand has every route, and no other', () => {
  expect([...leastRoles.keys()].sort()).toEqual(routes.map(name).sort());
});

/** A request about nothing that exists, with a body that no operation takes. */
function ask(client: ApiClient, route: Route): Promise<ApiAnswer> {
  const path = route.path.replaceAll(/\{\w+\}/g, newId());
  if (route.permission !== 'public' && route.upload !== undefined) {
    return client.send(route.method, path, { form: new FormData() });
  }
  return client.send(route.method, path, route.request.body === undefined ? {} : { body: { nonsense: 1 } });
}

function isGranted(role: Role, route: Route): boolean {
  const least = leastRoles.get(name(route));
  return least === 'anybody' || (least !== undefined && isAtLeast(role, least));
}

/** `denied` when the permission was refused, `passed` when the request itself was judged, be it refused by a record rule. */
function outcomeOf({ status, body }: ApiAnswer): string {
  if (status === 403 && typeof body['permission'] === 'string') return 'denied';
  return [200, 202, 204, 400, 403, 404, 409].includes(status) ? 'passed' : `${String(status)} ${body.code}`;
}

describe.each(roles)('%s', (role) => {
  test.each(routes.map((route) => [name(route), route] as const))('%s', async (_, route) => {
    const answer = await ask(api.as[role], route);
    expect(outcomeOf(answer)).toBe(isGranted(role, route) ? 'passed' : 'denied');
    if (!isGranted(role, route)) expect(answer.body).toMatchObject({ code: 'forbidden', permission: route.permission });
  });
});

test('nobody who is not signed in gets past a route, but for the public ones', async () => {
  for (const route of routes) {
    const { status, body } = await ask(api.anonymous, route);
    const expected = route.permission === 'public' ? [400, 'validation_failed'] : [401, 'unauthenticated'];
    expect([name(route), status, body.code]).toEqual([name(route), ...expected]);
  }
});

test('no write is open to who may only read, and the public routes are those of signing in', () => {
  const writes = routes.filter((route) => route.method !== 'GET');
  expect(writes.filter((route) => route.permission.endsWith('.read')).map(name)).toEqual([]);
  const open = routes.filter((route) => route.permission === 'public');
  expect(open.filter((route) => !/^\/(auth|integrations\/webhooks)\//.test(route.path)).map(name)).toEqual([]);
});
