/** The Gryzzly adapter against the fake: offsets, rows that move, batches of users, and its refusals. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { GryzzlyProvider } from '../../../src/domains/integrations/gryzzly.provider';
import type { Provider } from '../../../src/domains/integrations/provider.types';
import { createLogger } from '../../../src/platform/logger';
import { ProviderRateLimit } from '../../../src/platform/provider-rate-limit';
import { gryzzlyKey, listAll, providersOnFakes, type ProvidersOnFakes } from '../../support/fake-providers';

const NOW = new Date('2026-03-11T09:00:00Z');
const window = { from: '2026-02-01', to: '2026-03-31' };
const credentials = gryzzlyKey;

let parts: ProvidersOnFakes;
let gryzzly: Provider;
beforeAll(async () => {
  parts = await providersOnFakes(1_000, NOW);
  gryzzly = parts.providers.gryzzly;
});
afterEach(() => {
  parts.fakes.gryzzly.faults.set({});
});
afterAll(() => parts.close());

const userIds = (): string[] => parts.fakes.gryzzly.rows.all('user').map((row) => String(row['id']));

describe('what is read', () => {
  test('more than a thousand tasks in two pages, each once', async () => {
    const { records, pages, moved } = await listAll(gryzzly, { kind: 'task', credentials });
    const there = parts.fakes.gryzzly.rows.all('task').map((row) => row['id']);
    expect(there.length).toBeGreaterThan(1_000);
    expect(new Set(records.map(({ externalId }) => externalId))).toEqual(new Set(there));
    expect({ pages, moved }).toEqual({ pages: 2, moved: false });
    expect(records.some(({ fields }) => fields.isContainer && fields.parentExternalId === null)).toBe(true);
    expect(records.some(({ fields }) => fields.completedAt !== null)).toBe(true);
  });

  test('users without an address, disabled ones, one-word names', async () => {
    const { records, rejected } = await listAll(gryzzly, { kind: 'user', credentials });
    expect(rejected).toEqual([]);
    expect(records.some(({ fields }) => fields.email === null)).toBe(true);
    expect(records.some(({ fields }) => !fields.active && fields.disabledAt !== null)).toBe(true);
    expect(records.some(({ fields }) => fields.displayName?.includes(' ') === false)).toBe(true);
  });

  test('the entries of a hundred users at once, in minutes', async () => {
    const some = userIds().slice(0, 150);
    const { records } = await listAll(gryzzly, { kind: 'declaration', credentials, window, userExternalIds: some });
    const there = parts.fakes.gryzzly.rows.all('declaration').filter((row) => some.includes(String(row['user_id'])));
    expect(records.length).toBeGreaterThan(1_000);
    expect(new Set(records.map(({ externalId }) => externalId))).toEqual(new Set(there.map((row) => row['id'])));
    expect(records.map(({ fields }) => fields.minutes)).toEqual(expect.arrayContaining([30, 45, 240, 420]));
  });

  test('projects of every status; leave with mornings', async () => {
    const projects = await listAll(gryzzly, { kind: 'project', credentials });
    expect(new Set(projects.records.map(({ fields }) => fields.status))).toEqual(
      new Set(['active', 'done', 'archived']),
    );
    const leave = await listAll(gryzzly, {
      kind: 'leave_period',
      credentials,
      window: { from: '2026-03-01', to: '2026-12-31' },
    });
    expect(leave.records.some(({ fields }) => fields.span?.endsAt === 'middle_of_day')).toBe(true);
  });

  test('nobody asked about is nothing read', async () => {
    const page = await gryzzly.listPage({
      kind: 'declaration',
      cursor: null,
      credentials,
      window,
      userExternalIds: [],
    });
    expect(page).toEqual({ records: [], rejected: [], nextCursor: null, total: 0, moved: false });
  });
});

describe('what changes while we read', () => {
  test('rows that move between two pages are noticed', async () => {
    parts.fakes.gryzzly.faults.set({ movingRows: true });
    const { moved } = await listAll(gryzzly, { kind: 'task', credentials });
    expect(moved).toBe(true);
  });

  test('a row whose value is of another type is kept as rejected', async () => {
    parts.fakes.gryzzly.faults.set({ brokenRows: 1 });
    const { rejected } = await gryzzly.listPage({ kind: 'user', cursor: null, credentials });
    expect(rejected).toMatchObject([{ kind: 'user', externalId: null, reason: expect.stringContaining('id: ') }]);
  });

  test('an unannounced property is no reason', async () => {
    parts.fakes.gryzzly.faults.set({ unknownValues: true });
    const { rejected } = await gryzzly.listPage({ kind: 'project', cursor: null, credentials });
    expect(rejected).toEqual([]);
  });
});

describe('refusals', () => {
  const users = { kind: 'user', cursor: null, credentials } as const;

  test('a revoked key, a missing right, a server in trouble', async () => {
    parts.fakes.gryzzly.faults.set({ revoked: true });
    await expect(gryzzly.listPage(users)).rejects.toMatchObject({ reason: 'revoked' });
    parts.fakes.gryzzly.faults.set({ missingScopes: ['users.list'] });
    await expect(gryzzly.testConnection({ credentials })).rejects.toMatchObject({ reason: 'missing_scope' });
    parts.fakes.gryzzly.faults.set({ serverErrors: 1 });
    await expect(gryzzly.listPage(users)).rejects.toMatchObject({ reason: 'unavailable' });
  });

  test('OAuth credentials are not for Gryzzly', async () => {
    const oauth = { clientId: 'a', clientSecret: 'b', refreshToken: 'c' };
    await expect(gryzzly.listPage({ ...users, credentials: oauth })).rejects.toMatchObject({ reason: 'revoked' });
  });
});

describe('what the specification leaves open', () => {
  let server: Server;
  let odd: GryzzlyProvider;
  let answer: (body: { user_ids: string[] }) => { status: number; body: unknown };
  beforeAll(async () => {
    server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const said = answer(JSON.parse(Buffer.concat(chunks).toString()) as { user_ids: string[] });
        response.writeHead(said.status, said.status === 302 ? { location: 'http://127.0.0.1:1/' } : {});
        response.end(JSON.stringify(said.body));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const baseUrl = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/v1`;
    odd = new GryzzlyProvider({ baseUrl }, new ProviderRateLimit(parts.redis, createLogger('test', 'silent')));
  });
  afterAll(() => {
    server.close();
    server.closeAllConnections();
  });

  const own = { apiKey: 'key-of-the-odd-server' };
  const entry = (id: string) => ({ id, user_id: 'u', task_id: 't', date: '2026-03-02', duration: 1800 });
  const asked = (userExternalIds: string[]) =>
    ({ kind: 'declaration', credentials: own, window, userExternalIds }) as const;

  test.each([
    ['an array', [entry('1'), entry('2')], ['1', '2']],
    ['one row', entry('1'), ['1']],
    ['a page without a count', { data: [entry('1')] }, ['1']],
  ])('entries as %s', async (_, body, ids) => {
    answer = () => ({ status: 200, body });
    const { records } = await listAll(odd as unknown as Provider, asked(['u']));
    expect(records.map(({ externalId }) => externalId)).toEqual(ids);
  });

  test('a user who can not be asked about is kept as a refusal, the others are read', async () => {
    const hidden = { status: 404, body: { error_type: 'not_found' } };
    answer = ({ user_ids }) =>
      user_ids.includes('u3')
        ? hidden
        : {
            status: 200,
            body: { data: user_ids.map((id) => ({ ...entry(`of-${id}`), user_id: id })), count: user_ids.length },
          };
    const { records, rejected } = await listAll(odd as unknown as Provider, asked(['u1', 'u2', 'u3', 'u4']));
    expect(records.map(({ externalId }) => externalId).sort()).toEqual(['of-u1', 'of-u2', 'of-u4']);
    expect(rejected).toEqual([
      { kind: 'declaration', externalId: null, raw: { user_id: 'u3' }, reason: 'user: not readable (404)' },
    ]);
  });

  test('an answer of more than sixteen megabytes is not read', async () => {
    answer = () => ({ status: 200, body: { data: ['x'.repeat(17 * 1024 * 1024)] } });
    await expect(odd.listPage({ ...asked(['u']), cursor: null })).rejects.toMatchObject({
      reason: 'contract_breach',
      message: expect.stringContaining('larger than'),
    });
  });

  test('a redirect is not followed, and no list is no answer', async () => {
    answer = () => ({ status: 302, body: {} });
    await expect(odd.listPage({ ...asked(['u']), cursor: null })).rejects.toMatchObject({ reason: 'contract_breach' });
    answer = () => ({ status: 200, body: { surprise: true } });
    await expect(odd.listPage({ ...asked(['u']), cursor: null })).rejects.toMatchObject({ reason: 'contract_breach' });
  });
});
