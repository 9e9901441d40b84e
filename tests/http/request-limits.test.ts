/** The borders every operation shares: what is refused before a domain sees it, and what every answer carries. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { request as httpRequest } from 'node:http';
import { MAX_BODY_BYTES, MAX_DEPTH } from '../../src/http/request-body';
import { startApi, type ApiAnswer, type TestApi } from '../support/api';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

function postRaw(raw: string | Uint8Array, headers: Record<string, string> = {}): Promise<ApiAnswer> {
  return api.as.admin.send('POST', '/people', { raw, headers });
}

function outcome(answer: ApiAnswer): [number, string] {
  return [answer.status, answer.body.code];
}

test('400 for a request line whose address cannot be read', async () => {
  const { hostname, port } = new URL(api.origin);
  const status = await new Promise((resolve, reject) => {
    const sending = httpRequest({ hostname, port, path: 'http://[::1/api/v1/people' }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    sending.on('error', reject).end();
  });
  expect(status).toBe(400);
});

describe('bodies', () => {
  const ofBytes = (bytes: number): string => {
    const frame = JSON.stringify({ nonsense: '' });
    return JSON.stringify({ nonsense: 'x'.repeat(bytes - frame.length) });
  };

  test('413 above 1 MiB, by the length announced', async () => {
    expect(outcome(await postRaw(ofBytes(MAX_BODY_BYTES + 1)))).toEqual([413, 'payload_too_large']);
    const largest = await postRaw(ofBytes(MAX_BODY_BYTES));
    expect([largest.status, largest.body.errors[0]?.pointer]).toEqual([400, '/full_name']);
  });

  test('413 above 1 MiB without a length', async () => {
    const response = await fetch(`${api.origin}/api/v1/people`, {
      method: 'POST',
      headers: { ...api.as.admin.headers, 'Content-Type': 'application/json' },
      body: new Blob([ofBytes(2 * MAX_BODY_BYTES)]).stream(),
      duplex: 'half',
    });
    expect(response.status).toBe(413);
    await response.text();
  });

  test('401 comes before the size is judged', async () => {
    expect((await api.anonymous.post('/people', { nonsense: 'x'.repeat(MAX_BODY_BYTES) })).status).toBe(401);
  });

  test.each<[string, string, string, string]>([
    ['nested too deep', '['.repeat(MAX_DEPTH + 1) + ']'.repeat(MAX_DEPTH + 1), '', 'too_deep'],
    ['nested very deep', '['.repeat(400_000), '', 'too_deep'],
    ['a key twice', '{"full_name":"A","full_name":"B"}', '/full_name', 'duplicate_key'],
    ['a key twice, once escaped', '{"full_name":"A","full_n\\u0061me":"B"}', '/full_name', 'duplicate_key'],
    ['a key twice below', '{"a":[{"b/c":1,"b/c":1}]}', '/a/0/b~1c', 'duplicate_key'],
    ['NUL', '{"full_name":"A\\u0000"}', '/full_name', 'nul_character'],
    ['NUL in a list', '{"a":["\\u0000"]}', '/a/0', 'nul_character'],
    ['__proto__', '{"__proto__":{"full_name":"A"}}', '/__proto__', 'forbidden_key'],
    ['half a character', '{"full_name":"A\\ud800"}', '/full_name', 'lone_surrogate'],
    ['not JSON', '{"full_name":', '', 'invalid_json'],
    ['comments', '{"full_name":"A" /* B */}', '', 'invalid_json'],
    ['a trailing comma', '{"full_name":"A",}', '', 'invalid_json'],
    ['two values', '{"full_name":"A"}{}', '', 'invalid_json'],
    ['NaN', '{"full_name":NaN}', '', 'invalid_json'],
  ])('400: %s', async (_, raw, pointer, code) => {
    const answer = await postRaw(raw);
    expect(outcome(answer)).toEqual([400, 'malformed_body']);
    expect(answer.body.errors[0]).toMatchObject({ pointer, code });
  });

  test('as deep as allowed and equal keys in different objects are read', async () => {
    const deep = await postRaw('['.repeat(MAX_DEPTH) + ']'.repeat(MAX_DEPTH));
    expect(outcome(deep)).toEqual([400, 'validation_failed']);
    const apart = await postRaw('[{"a":1},{"a":1}]');
    expect(outcome(apart)).toEqual([400, 'validation_failed']);
  });

  test('400 for bytes that are not UTF-8', async () => {
    const bytes = Buffer.concat([Buffer.from('{"full_name":"'), Buffer.from([0xe9, 0x28]), Buffer.from('"}')]);
    expect(outcome(await postRaw(bytes))).toEqual([400, 'malformed_body']);
  });

  test('400 for no body where one is needed, and for one where none is taken', async () => {
    expect(outcome(await api.as.admin.post('/people'))).toEqual([400, 'malformed_body']);
    expect(outcome(await api.as.admin.send('DELETE', `/people/${api.organizationId}`, { raw: '{}' }))).toEqual([
      400,
      'validation_failed',
    ]);
  });

  test.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/jsonp',
    'multipart/form-data; boundary=x',
  ])('415 for %s', async (type) => {
    const answer = await postRaw('{"full_name":"A"}', { 'Content-Type': type });
    expect(outcome(answer)).toEqual([415, 'unsupported_media_type']);
  });

  test.each(['application/json; charset=utf-8', 'APPLICATION/JSON', 'application/merge-patch+json'])(
    '%s is taken',
    async (type) => {
      expect((await postRaw('{"full_name":"A"}', { 'Content-Type': type })).status).toBe(201);
    },
  );

  test('NUL and odd characters in an address are refused or searched for, never an error of ours', async () => {
    for (const text of ['%00', '%ff', '%', "'", '%5C', '%ED%A0%80']) {
      expect((await api.as.viewer.get(`/people?q=${text}`)).status).toBeLessThan(500);
      expect((await api.as.viewer.get(`/people/${text}`)).status).toBeLessThan(500);
    }
  });
});

describe('addresses and methods', () => {
  test.each(['//api/v1/nothing', '//nothing', '//api', '//api/v1/people/', '//api/v1/PEOPLE'])(
    '404 for %s as a problem document with the member that v9 clients read',
    async (path) => {
      const answer = await api.as.viewer.get(path);
      expect(answer.status).toBe(404);
      expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
      expect(answer.body).toEqual({
        type: '/problems/not-found',
        title: 'There is nothing at this address.',
        status: 404,
        detail: 'There is nothing at this address.',
        code: 'not_found',
        errors: [],
        request_id: answer.headers.get('x-request-id'),
        error: { code: 'not_found', message: 'There is nothing at this address.', details: {} },
      });
    },
  );

  test('a refusal carries its errors in both shapes', async () => {
    const { body } = await api.as.admin.post('/people', {});
    expect(body['error']).toEqual({ code: body.code, message: body.detail, details: { errors: body.errors } });
  });

  test.each(['PUT', 'PROPFIND'])('405 to %s with the methods that are known', async (method) => {
    const answer = await api.as.owner.send(method, '/people');
    expect(outcome(answer)).toEqual([405, 'method_not_allowed']);
    const allowed = (answer.headers.get('allow') ?? '').split(', ');
    expect(allowed).toEqual(expect.arrayContaining(['GET', 'POST']));
    expect(allowed).not.toContain(method);
  });
});

describe('what every answer carries', () => {
  test.each(['abc-123', 'a.b:c_d', 'x'.repeat(128)])('the request id %s is echoed', async (id) => {
    const answers = [
      await api.as.viewer.get('/people', { 'X-Request-Id': id }),
      await api.anonymous.get('/people', { 'X-Request-Id': id }),
      await api.anonymous.get('/nothing', { 'X-Request-Id': id }),
    ];
    expect(answers.map(({ headers }) => headers.get('x-request-id'))).toEqual([id, id, id]);
    expect(answers[1]?.body['request_id']).toBe(id);
  });

  test.each(['', 'a b', '<script>', 'x'.repeat(129)])('the request id %j is replaced', async (id) => {
    const answer = await api.anonymous.get('/people', { 'X-Request-Id': id });
    expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('security headers', async () => {
    const { headers } = await api.as.viewer.get('/people');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-frame-options')).toBe('SAMEORIGIN');
    expect(headers.get('content-security-policy')).toContain("default-src 'self'");
    expect(headers.get('x-powered-by')).toBeNull();
  });

  test('large answers are compressed for who can read it', async () => {
    const packed = await api.anonymous.get('/openapi.json', { 'Accept-Encoding': 'gzip' });
    expect([packed.status, packed.headers.get('content-encoding')]).toEqual([200, 'gzip']);
    expect(packed.body['openapi']).toMatch(/^3\.1/);
    const plain = await api.anonymous.get('/openapi.json', { 'Accept-Encoding': 'identity' });
    expect(plain.headers.get('content-encoding')).toBeNull();
    expect(plain.body).toEqual(packed.body);
    expect(plain.headers.get('vary')).toMatch(/accept-encoding/i);
  });
});

describe('CORS', () => {
  const preflight = (Origin: string): Promise<ApiAnswer> =>
    api.anonymous.send('OPTIONS', '/people', {
      headers: { Origin, 'Access-Control-Request-Method': 'POST', 'Access-Control-Request-Headers': 'authorization' },
    });

  test('an allowed origin may read answers and errors, with credentials', async () => {
    const Origin = 'https://app.example.com';
    const allowed = await preflight(Origin);
    expect(allowed.status).toBe(204);
    expect(allowed.headers.get('access-control-allow-methods')).toContain('PATCH');
    expect(allowed.headers.get('access-control-allow-headers')).toBe('authorization');
    for (const answer of [
      allowed,
      await api.as.viewer.get('/people', { Origin }),
      await api.anonymous.get('/people', { Origin }),
    ]) {
      expect(answer.headers.get('access-control-allow-origin')).toBe(Origin);
      expect(answer.headers.get('access-control-allow-credentials')).toBe('true');
    }
    const read = await api.as.viewer.get('/people', { Origin });
    expect(read.headers.get('access-control-expose-headers')).toContain('ETag');
    expect(read.headers.get('vary')).toMatch(/origin/i);
  });

  test.each(['https://evil.example.com', 'https://app.example.com.evil.com', 'http://app.example.com', 'null'])(
    '%s may not',
    async (Origin) => {
      const answers = [await preflight(Origin), await api.as.viewer.get('/people', { Origin })];
      for (const { headers } of answers) {
        expect(headers.get('access-control-allow-origin')).toBeNull();
        expect(headers.get('access-control-allow-credentials')).toBeNull();
      }
    },
  );
});

test('500 tells nothing of what broke but the request id', async () => {
  const { admin } = api.database;
  await admin.raw('alter table absence_types rename to hidden_table');
  try {
    const answer = await api.as.viewer.get('/absence-types');
    expect(outcome(answer)).toEqual([500, 'internal_error']);
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(answer.body['request_id']).toBe(answer.headers.get('x-request-id'));
    expect(answer.text).not.toMatch(/absence_types|relation|select|node_modules|\.ts|\bat /);
  } finally {
    await admin.raw('alter table hidden_table rename to absence_types');
  }
  expect((await api.as.viewer.get('/absence-types')).status).toBe(200);
});
