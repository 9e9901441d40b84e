/** Plain reads given again: the same bytes, and never after anything has changed that they came from. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { request } from 'undici';
import { newApiToken } from '../../src/access/api-token';
import type { Route } from '../../src/http/route';
import { listRoutes } from '../../src/route-list';
import { ApiClient, startApi, type ApiAnswer, type SignedIn, type TestApi } from '../support/api';
import { countStatements } from '../support/count-statements';
import * as resources from '../support/resources';

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

/** How many reads were given again so far. */
async function hits(): Promise<number> {
  const { values } = await api.container.metrics.readCacheLookups.get();
  return values.find(({ labels }) => labels.result === 'hit')?.value ?? 0;
}

async function isGivenAgain(client: ApiClient, path: string): Promise<boolean> {
  const before = await hits();
  expect((await client.get(path)).status).toBe(200);
  return (await hits()) > before;
}

const named = ({ body }: ApiAnswer): unknown => body['full_name'];
const names = ({ body }: ApiAnswer): unknown[] => body.items.map((item) => item['full_name']);

const by = (secret: string): ApiClient => new ApiClient(api.origin, { Authorization: `Bearer ${secret}` });

async function tokenOf(maker: ApiClient, scopes: string[]): Promise<{ id: string; client: ApiClient }> {
  const { id, secret } = (await resources.buildApiToken(maker, { scopes })) as unknown as {
    id: string;
    secret: string;
  };
  return { id, client: by(secret) };
}

describe('given again', () => {
  test('are the same bytes and the same ETag, for one statement instead of a transaction', async () => {
    const { id } = await resources.buildPerson(owner);
    for (const path of [`/people/${id}`, '/people?page_size=2', '/people?q=person']) {
      const [first, statements] = await countStatements(api, () => owner.get(path));
      const [again, statementsAgain] = await countStatements(api, () => owner.get(path));
      expect(again.text).toBe(first.text);
      expect(again.headers.get('ETag')).toBe(first.headers.get('ETag'));
      expect(again.headers.get('Content-Type')).toBe(first.headers.get('Content-Type'));
      expect([statements > 1, statementsAgain]).toEqual([true, 1]);
    }
  });

  test('304 for who has the version', async () => {
    const { id } = await resources.buildPerson(owner);
    const { headers } = await owner.get(`/people/${id}`);
    const again = await owner.get(`/people/${id}`, { 'If-None-Match': String(headers.get('ETag')) });
    expect([again.status, again.text]).toEqual([304, '']);
  });

  test('not to who sends a body, which no read takes', async () => {
    await owner.get('/people');
    const { statusCode, body } = await request(`${api.origin}/api/v1/people`, {
      method: 'GET',
      headers: { ...owner.headers, 'content-type': 'application/json' },
      body: '{"q":"x"}',
    });
    expect([statusCode, ((await body.json()) as { code: string }).code]).toEqual([400, 'validation_failed']);
  });

  test('is every read that says so, of each kind', async () => {
    const paths = await pathsOfCacheableReads();
    expect(paths.length).toBeGreaterThan(20);
    const anew: string[] = [];
    for (const path of paths) {
      await owner.get(path);
      if (!(await isGivenAgain(owner, path))) anew.push(path);
    }
    expect(anew).toEqual([]);
  });

  test('is nothing that follows from the time, nor what changes without the version', async () => {
    const since = `/people?modified_since=${encodeURIComponent('2020-01-01T00:00:00Z')}`;
    for (const path of [since, '/tags', '/me', '/conflicts']) {
      await owner.get(path);
      expect([path, await isGivenAgain(owner, path)]).toEqual([path, false]);
    }
  });
});

describe('made anew', () => {
  test("after one's own write, somebody else's, and one that no API made", async () => {
    const { id } = await resources.buildPerson(owner, { full_name: 'First' });
    const other = await api.signIn({ role: 'admin', organizationId });
    const read = (): Promise<ApiAnswer> => owner.get(`/people/${id}`);
    await read();
    await owner.patch(`/people/${id}`, { full_name: 'Second' });
    expect(named(await read())).toBe('Second');
    await other.patch(`/people/${id}`, { full_name: 'Third' });
    expect(named(await read())).toBe('Third');
    await api.database.admin('people').where({ id }).update({ full_name: 'Fourth' });
    expect(named(await read())).toBe('Fourth');
    await owner.delete(`/people/${id}`);
    expect((await read()).status).toBe(404);
  });

  test('not after what another organisation changes', async () => {
    await owner.get('/people');
    await resources.buildPerson(api.as.owner);
    expect(await isGivenAgain(owner, '/people')).toBe(true);
  });

  test('never older than the own write, while eight others write and read at once', async () => {
    const clients = await Promise.all(Array.from({ length: 8 }, () => api.signIn({ role: 'admin', organizationId })));
    const rounds = clients.map(async (client, lane) => {
      const { id } = await resources.buildPerson(client, { full_name: `Lane ${String(lane)}` });
      for (let round = 0; round < 12; round += 1) {
        const name = `Lane ${String(lane)} round ${String(round)}`;
        expect((await client.patch(`/people/${id}`, { full_name: name })).status).toBe(200);
        const [one, list] = await Promise.all([client.get(`/people/${id}`), client.get('/people?page_size=100')]);
        expect(named(one)).toBe(name);
        expect(names(list)).toContain(name);
      }
    });
    await Promise.all(rounds);
    expect(await isGivenAgain(owner, '/people')).toBe(false);
    expect(await isGivenAgain(owner, '/people')).toBe(true);
  });
});

describe('for nobody else', () => {
  test('each user has answers of their own, and other rights ask anew', async () => {
    const member = await api.signIn({ role: 'member', organizationId });
    await owner.get('/people');
    expect(await isGivenAgain(member, '/people')).toBe(false);
    expect(await isGivenAgain(member, '/people')).toBe(true);
    await api.database.admin('memberships').where({ user_id: member.userId }).update({ role: 'viewer' });
    expect(await isGivenAgain(member, '/people')).toBe(false);
  });

  test('401 at once when the session has ended or the member is gone, and never from what is kept', async () => {
    const first = await api.signIn({ role: 'admin', organizationId });
    const second = await api.signIn({ role: 'admin', organizationId });
    for (const client of [first, second]) {
      await client.get('/people');
      expect(await isGivenAgain(client, '/people')).toBe(true);
    }
    const { admin } = api.database;
    await admin('sessions').where({ id: first.sessionId }).update({ revoked_at: new Date() });
    await admin('memberships').where({ user_id: second.userId }).update({ deactivated_at: new Date() });
    for (const client of [first, second]) expect((await client.get('/people')).status).toBe(401);
  });

  test('an API token has answers of its own, which end with it; another secret with its id gets none', async () => {
    const [read, narrow] = [await tokenOf(owner, ['read']), await tokenOf(owner, ['report.read'])];
    await read.client.get('/people');
    expect(await isGivenAgain(read.client, '/people')).toBe(true);
    expect((await narrow.client.get('/people')).status).toBe(403);
    expect((await by(newApiToken(organizationId, read.id)).get('/people')).status).toBe(401);
    await owner.delete(`/api-tokens/${read.id}`);
    expect((await read.client.get('/people')).status).toBe(401);
  });

  test('a stranger asks the same address and is told nothing', async () => {
    const { id } = await resources.buildPerson(owner);
    await owner.get(`/people/${id}`);
    expect((await api.stranger.get(`/people/${id}`)).status).toBe(404);
  });
});

test('READ_CACHE_MB=0 keeps nothing', async () => {
  const plain = await startApi({ environment: { READ_CACHE_MB: '0' } });
  try {
    await plain.as.owner.get('/people');
    const [, statements] = await countStatements(plain, () => plain.as.owner.get('/people'));
    expect(statements).toBeGreaterThan(1);
  } finally {
    await plain.close();
  }
});

/** Each with the record that its path names. */
async function pathsOfCacheableReads(): Promise<string[]> {
  const paths: string[] = [];
  for (const route of listRoutes(api.container)) {
    if (route.isCacheable !== true) continue;
    paths.push(await pathOf(route));
  }
  return paths;
}

const builders: Readonly<
  Record<string, (client: SignedIn, fields: Record<string, unknown>) => Promise<{ id: string }>>
> = {
  people: resources.buildPerson,
  'people/engagements': resources.buildEngagement,
  'people/calendars': resources.buildPersonCalendar,
  'people/work-patterns': resources.buildPersonWorkPattern,
  teams: resources.buildTeam,
  'teams/members': resources.buildTeamMember,
  calendars: resources.buildCalendar,
  'calendars/holidays': resources.buildHoliday,
  'work-patterns': resources.buildWorkPattern,
  capacities: resources.buildCapacity,
  'absence-types': resources.buildAbsenceType,
  projects: resources.buildProject,
  allocations: resources.buildAllocation,
  'time-entries': resources.buildTimeEntry,
};
const parents: Readonly<Record<string, string>> = { people: 'person_id', teams: 'team_id', calendars: 'calendar_id' };

async function pathOf({ path }: Route): Promise<string> {
  const [collection = '', , below] = path.slice(1).split('/');
  if (!path.includes('{')) return path;
  const parent = await builders[collection]?.(owner, {});
  const within = path.replace(/\{\w+\}/, parent?.id ?? collection);
  if (!within.includes('{')) return within;
  const child = await builders[`${collection}/${below ?? ''}`]?.(owner, { [parents[collection] ?? '']: parent?.id });
  return within.replace(/\{\w+\}/, child?.id ?? path);
}
