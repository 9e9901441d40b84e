/** Every route says who may, what it takes, what it gives and what it leaves in the audit log; planted routes show that this bites. */
import { afterAll, describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { permissions } from '../../src/access/permissions';
import { roleGrants, roles } from '../../src/access/role-grants';
import { createContainer } from '../../src/container';
import { definePublicRoute, defineRoute, type Route } from '../../src/http/route';
import { listRoutes } from '../../src/route-list';
import { testConfig } from '../support/api';

const container = createContainer(testConfig('postgres://nobody@127.0.0.1:1/none'), 'routes');
const routes = listRoutes(container);
afterAll(() => container.close());

const sound = {
  method: 'POST',
  path: '/things/{id}',
  tag: 'Things',
  summary: 'Change a thing',
  permission: 'project.write',
  request: { params: z.strictObject({ id: z.uuid() }), body: z.strictObject({ name: z.string() }) },
  response: { 200: z.strictObject({ id: z.uuid() }) },
  audit: 'written:thing.updated',
} as const;
const route = defineRoute({ ...sound, handle: () => Promise.resolve({ status: 200 }) });

/** A route as somebody could have planted it past the compiler: anything may be missing. */
type Planted = Partial<Pick<Route, 'permission' | 'audit' | 'response'>> &
  Pick<Route, 'method' | 'path' | 'summary' | 'request'>;

/** What is wrong with a route; nothing for a sound one. */
function faultsOf({ permission, request, response, audit, method, path, summary }: Planted): string[] {
  const known: readonly string[] = ['public', 'signed-in', ...permissions];
  const takesBody = (method === 'POST' || method === 'PATCH' || method === 'PUT') && !path.includes(':');
  const isWrite = method !== 'GET' && permission !== 'public' && permission !== 'signed-in';
  const isStrict = !(request.body instanceof z.ZodObject) || request.body.def.catchall instanceof z.ZodNever;
  const checks: [fault: string, found: boolean][] = [
    ['permission', permission === undefined || !known.includes(permission)],
    ['response schema', response === undefined || Object.keys(response).length === 0],
    ['parameter schema', path.includes('{') && request.params === undefined],
    ['body schema', takesBody && request.body === undefined],
    ['strict body', !isStrict],
    ['audit decision', !/^(written:[a-z_]+\.[a-z_]+|none:(read|session|public))$/.test(audit ?? '')],
    ['audit of a write', isWrite && audit !== undefined && !audit.startsWith('written:')],
    ['summary', summary === ''],
  ];
  return checks.filter(([, found]) => found).map(([fault]) => fault);
}

test('every route is sound', () => {
  expect(routes.length).toBeGreaterThan(50);
  const faulty = routes
    .map((one) => [`${one.method} ${one.path}`, faultsOf(one)] as const)
    .filter(([, faults]) => faults.length > 0);
  expect(faulty).toEqual([]);
});

test('no two routes have the same method and path', () => {
  const keys = routes.map((one) => `${one.method} ${one.path.replaceAll(/\{\w+\}/g, '{}')}`);
  expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
});

test('every permission is asked for by some route and granted to some role', () => {
  const asked = new Set(routes.map((one) => one.permission));
  expect(permissions.filter((permission) => !asked.has(permission))).toEqual([]);
  expect(permissions.filter((permission) => !roles.some((role) => roleGrants(role, permission)))).toEqual([]);
});

test('the isolation test walks this very list', () => {
  const source = readFileSync(join(__dirname, 'isolation.test.ts'), 'utf8');
  expect(source).toContain('listRoutes(container)');
});

describe('a planted route is found when it lacks', () => {
  test('nothing', () => {
    expect(faultsOf(route)).toEqual([]);
  });

  test.each([
    ['permission', { permission: undefined }],
    ['permission', { permission: 'thing.write' }],
    ['response schema', { response: {} }],
    ['parameter schema', { request: { body: sound.request.body } }],
    ['body schema', { request: { params: sound.request.params } }],
    ['audit decision', { audit: undefined }],
    ['audit of a write', { audit: 'none:read' }],
    ['strict body', { request: { params: sound.request.params, body: z.object({ name: z.string() }) } }],
  ])('%s', (fault, planted) => {
    expect(faultsOf({ ...route, ...planted } as unknown as Planted)).toContain(fault);
  });

  test('and leaving out permission or audit decision does not compile', () => {
    type Accepts<T> = T extends Parameters<typeof defineRoute>[0] ? true : false;
    type Sound = typeof sound & { handle: () => Promise<{ status: number }> };
    const accepted: [Accepts<Omit<Sound, 'permission'>>, Accepts<Omit<Sound, 'audit'>>] = [false, false];
    expect(accepted).toEqual([false, false]);
  });

  test('a public route has to say so aloud', () => {
    const open = definePublicRoute({
      ...sound,
      permission: 'public',
      audit: 'none:public',
      handlePublic: () => Promise.resolve({ status: 200 }),
    });
    expect(faultsOf(open)).toEqual([]);
  });
});
