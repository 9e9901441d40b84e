/** Liveness, readiness, metrics, the OpenAPI document and the docs page. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { listRoutes } from '../../src/route-list';
import { domainErrorCodes } from '../../src/shared/domain-error';
import { startApi, type TestApi } from '../support/api';

const MOST_OUTPUT = 10_000_000;
let api: TestApi;

beforeAll(async () => {
  api = await startApi({ redis: true, temporal: true });
});

afterAll(() => api.close());

interface Readiness {
  status: string;
  failed: string[];
  dependencies: { name: string; required: boolean; status: string; latency_ms: number; error?: string }[];
}

const readiness = (body: unknown): Readiness => body as Readiness;

describe('liveness and readiness', () => {
  test('/health answers without a token and without touching anything', async () => {
    const { status, body } = await api.anonymous.get('//health');
    expect({ status, body }).toEqual({ status: 200, body: { status: 'alive' } });
  });

  test('/ready names each dependency with its latency', async () => {
    const { status, body } = await api.anonymous.get('//ready');
    expect(status).toBe(200);
    expect(readiness(body)).toMatchObject({ status: 'ready', failed: [] });
    for (const name of ['postgresql', 'redis', 'temporal']) {
      const dependency = readiness(body).dependencies.find((one) => one.name === name);
      expect(dependency).toMatchObject({ status: 'up' });
      expect(dependency?.latency_ms).toBeGreaterThanOrEqual(0);
    }
  });

  test('without Redis and Temporal the API is degraded and goes on', async () => {
    const without = await startApi();
    try {
      const { status, body } = await without.anonymous.get('//ready');
      expect(status).toBe(200);
      expect(readiness(body)).toMatchObject({ status: 'degraded', failed: ['redis', 'temporal'] });
      expect((await without.as.viewer.get('/me')).status).toBe(200);
    } finally {
      await without.close();
    }
  });

  test('without PostgreSQL /ready is 503 and names it, and requests are 503 with Retry-After', async () => {
    const lost = await startApi();
    try {
      await lost.database.takeAway();
      const { status, headers, body } = await lost.anonymous.get('//ready');
      expect(status).toBe(503);
      expect(headers.get('Retry-After')).toBe('2');
      expect(readiness(body)).toMatchObject({ status: 'down' });
      expect(readiness(body).failed).toContain('postgresql');

      const refused = await lost.as.viewer.get('/me');
      expect(refused.status).toBe(503);
      expect(refused.headers.get('Retry-After')).not.toBeNull();
      expect(refused.body.code).toBe('dependency_unavailable');

      await lost.database.giveBack();
      expect((await lost.as.viewer.get('/me')).status).toBe(200);
    } finally {
      await lost.close();
    }
  });
});

test('/metrics has our own metrics beside those of Node', async () => {
  await api.as.viewer.get('/me');
  const { status, headers, text } = await api.anonymous.get('//metrics');
  expect(status).toBe(200);
  expect(headers.get('Content-Type')).toMatch(/^text\/plain/);
  expect(text).toContain('http_request_duration_seconds_count{route="GET /api/v1/me",method="GET",status="200"}');
  for (const name of [
    'capacity_weeks_written_total',
    'capacity_audit_differences_total',
    'outbox_waiting',
    'outbox_oldest_age_seconds',
    'process_cpu_seconds_total',
  ]) {
    expect(text).toContain(`# TYPE ${name}`);
  }
});

describe('the OpenAPI document', () => {
  test('has no error under the recommended rules of Redocly', async () => {
    const { text } = await api.anonymous.get('/openapi.json');
    const linter = resolve(__dirname, '../support/lint-openapi.mjs');
    // Not spawnSync: the API runs in this process, and would have dropped its connections by the time it goes on.
    const running = promisify(execFile)(process.execPath, [linter], { maxBuffer: MOST_OUTPUT });
    running.child.stdin?.end(text);
    const { stdout, stderr } = await running;
    expect(stderr).toBe('');
    const problems = JSON.parse(stdout) as { severity: string; ruleId: string; message: string; at: string }[];
    expect(problems.filter((problem) => problem.severity === 'error')).toEqual([]);
  });

  test('lists every route, and no other', async () => {
    const { body } = await api.anonymous.get('/openapi.json');
    const paths = body['paths'] as Record<string, Record<string, { operationId: string; summary: string }>>;
    const documented = Object.entries(paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const routes = listRoutes(api.container).map((route) => `${route.method} /api/v1${route.path}`);
    expect(documented.sort()).toEqual(routes.sort());
    const ids = Object.values(paths).flatMap((operations) => Object.values(operations).map((one) => one.operationId));
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('names the headers that a route takes, the codes of all refusals, and resources in plain words', async () => {
    const { body } = await api.anonymous.get('/openapi.json');
    const paths = body['paths'] as Record<
      string,
      Record<string, { summary: string; parameters?: { $ref?: string }[] }>
    >;
    const headersOf = (path: string, method: string): string[] =>
      (paths[`/api/v1${path}`]?.[method]?.parameters ?? []).flatMap(({ $ref }) => $ref?.split('/').at(-1) ?? []);
    expect(headersOf('/allocations', 'post')).toEqual(['IdempotencyKey']);
    expect(headersOf('/allocations/{id}', 'patch')).toEqual(['IfMatch']);
    expect(headersOf('/allocations/{id}', 'delete')).toEqual(['IfMatch', 'Prefer']);
    expect(headersOf('/tags/{id}', 'delete')).toEqual(['IfMatch']);
    expect(headersOf('/allocations', 'get')).toEqual([]);
    expect(headersOf('/auth/login', 'post')).toEqual([]);
    expect(headersOf('/auth/switch-organization', 'post')).toEqual([]);

    const { description } = body['info'] as { description: string };
    for (const code of domainErrorCodes) expect(description).toContain(`| \`${code}\` |`);
    expect(paths['/api/v1/calendars/{id}/holidays']?.['get']?.summary).toBe('List the holidays of a calendar');
    expect(paths['/api/v1/time-entries']?.['get']?.summary).toBe('List time entries');
    expect(paths['/api/v1/people']?.['get']?.summary).toBe('List people');
  });
});

describe('the docs page', () => {
  test('and every file it names is served from here, without an outside address', async () => {
    const page = await api.anonymous.get('/docs');
    expect(page.status).toBe(200);
    expect(page.headers.get('Content-Type')).toBe('text/html; charset=utf-8');
    const addresses = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1]!);
    expect(addresses.length).toBeGreaterThanOrEqual(4);
    for (const path of addresses) {
      expect(path.startsWith('/api/v1/docs')).toBe(true);
      const file = await api.anonymous.get(`/${path}`);
      expect(file.status).toBe(200);
      expect(file.text.length).toBeGreaterThan(100);
    }
    const script = await api.anonymous.get('/docs/start.js');
    expect(script.text).not.toMatch(/https?:\/\//);
    expect(script.text).toContain('validatorUrl: null');
  });

  test('is where the address of the server and that of the API lead', async () => {
    for (const path of ['', '/', '/api/v1']) {
      const answer = await fetch(`${api.origin}${path}`, { redirect: 'manual' });
      expect([answer.status, answer.headers.get('Location')]).toEqual([302, '/api/v1/docs']);
    }
  });

  test('is allowed by the content security policy, which allows no other origin', async () => {
    const policy = (await api.anonymous.get('/docs')).headers.get('Content-Security-Policy') ?? '';
    expect(policy).toMatch(/script-src 'self'(;|$)/);
    expect(policy).toMatch(/default-src 'self'(;|$)/);
  });
});
