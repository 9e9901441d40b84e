/** Limits per token, user, organisation and address on a real Redis, and what is left of them while Redis is away. */
import { afterEach, describe, expect, test } from '@jest/globals';
import { randomInt } from 'node:crypto';
import { SILENCE_LIMIT_MS } from '../../src/platform/redis';
import { ApiClient, startApi, type ApiAnswer, type SignedIn, type TestApi, type TestApiOptions } from '../support/api';
import { RedisLink } from '../support/redis-link';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function start(environment: Record<string, string>, options: TestApiOptions = { redis: true }): Promise<TestApi> {
  const api = await startApi({ ...options, environment: { TRUST_PROXY: 'true', ...environment } });
  closing.push(() => api.close());
  await redisReady(api);
  return api;
}

async function redisReady({ container: { redis } }: TestApi): Promise<void> {
  if (redis !== undefined && redis.status !== 'ready') await new Promise((resolve) => redis.once('ready', resolve));
}

/** An address that no other suite sends from: they share the Redis. */
function freshAddress(): string {
  return `10.${[0, 0, 0].map(() => String(randomInt(256))).join('.')}`;
}

function from(address: string): Record<string, string> {
  return { 'X-Forwarded-For': address };
}

async function ask(client: ApiClient, times: number, address = freshAddress()): Promise<ApiAnswer[]> {
  const answers: ApiAnswer[] = [];
  for (let time = 0; time < times; time += 1) answers.push(await client.get('/me', from(address)));
  return answers;
}

function statusesOf(answers: readonly ApiAnswer[]): number[] {
  return answers.map(({ status }) => status);
}

/** The same session under another token, as after a refresh. */
async function renewed(api: TestApi, who: SignedIn, organizationId = api.organizationId): Promise<ApiClient> {
  const claims = { userId: who.userId, organizationId, sessionId: who.sessionId };
  const token = await api.container.accessTokens.sign(claims, new Date(Date.now() - 60_000));
  return new ApiClient(api.origin, { Authorization: `Bearer ${token}` });
}

describe('every answer', () => {
  test('says how many requests are left, by the limit with the fewest', async () => {
    const api = await start({ RATE_LIMIT_PER_USER: '10', RATE_LIMIT_PER_ADDRESS: '5' });
    const address = freshAddress();
    const [first] = await ask(api.as.viewer, 1, address);
    const seen = (answer: ApiAnswer | undefined): (string | null | undefined)[] =>
      ['limit', 'remaining'].map((name) => answer?.headers.get(`ratelimit-${name}`));
    expect(seen(first)).toEqual(['5', '4']);
    expect(first?.headers.get('ratelimit-policy')).toBe(
      '60000;w=60;name="token", 10;w=60;name="user", 5;w=60;name="address", 600000;w=60;name="organization"',
    );
    const reset = Number(first?.headers.get('ratelimit-reset'));
    expect([reset > 0, reset <= 60]).toEqual([true, true]);
    const unknown = await api.anonymous.get('/nothing', from(address));
    expect([unknown.status, ...seen(unknown)]).toEqual([404, '5', '3']);
    const forged = await api.anonymous.get('/me', { ...from(address), Authorization: 'Bearer forged' });
    expect([forged.status, ...seen(forged)]).toEqual([401, '5', '2']);
    expect(forged.headers.get('ratelimit-policy')).toBe('5;w=60;name="address"');
  });

  test('of another origin lets its script read the headers', async () => {
    const api = await start({});
    const answer = await api.as.viewer.get('/me', { Origin: 'https://app.example.com' });
    const exposed = (answer.headers.get('access-control-expose-headers') ?? '').toLowerCase().split(',');
    expect(exposed).toEqual(expect.arrayContaining(['retry-after', 'ratelimit-remaining', 'ratelimit-reset']));
  });

  test('has none of them without limits', async () => {
    const off = ['TOKEN', 'USER', 'ADDRESS', 'ORGANIZATION'].map((name) => [`RATE_LIMIT_PER_${name}`, '0']);
    const api = await start(Object.fromEntries(off) as Record<string, string>);
    const [answer] = await ask(api.as.viewer, 1);
    expect([answer?.status, answer?.headers.get('ratelimit-limit')]).toEqual([200, null]);
  });
});

describe('beyond the limit of', () => {
  test('a user: 429 with Retry-After, for all their tokens, and nobody else', async () => {
    const api = await start({ RATE_LIMIT_PER_USER: '3', RATE_LIMIT_PER_ORGANIZATION: '6' });
    const again = await renewed(api, api.as.viewer);
    expect(statusesOf([...(await ask(api.as.viewer, 2)), ...(await ask(again, 1))])).toEqual([200, 200, 200]);
    const [refused, more] = [...(await ask(again, 1)), ...(await ask(api.as.viewer, 1))];
    expect(statusesOf([refused!, more!])).toEqual([429, 429]);
    expect(refused!.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(refused!.body).toMatchObject({ code: 'too_many_requests', status: 429, limit_of: 'user' });
    expect(refused!.headers.get('retry-after')).toBe(refused!.headers.get('ratelimit-reset'));
    expect(refused!.headers.get('ratelimit-remaining')).toBe('0');
    expect(refused!.body['retry_after_seconds']).toBe(Number(refused!.headers.get('retry-after')));
    // The two refused ones were not counted for the organisation: of its six, three are left.
    expect(statusesOf(await ask(api.as.admin, 3))).toEqual([200, 200, 200]);
    expect((await ask(api.as.owner, 1))[0]?.body).toMatchObject({ status: 429, limit_of: 'organization' });
    expect(statusesOf(await ask(api.stranger, 1))).toEqual([200]);
    expect((await api.anonymous.get('//metrics')).text).toContain('rate_limit_refusals_total{limit="user"} 2');
  });

  test('a token: another token of the same user goes on', async () => {
    const api = await start({ RATE_LIMIT_PER_TOKEN: '2' });
    expect(statusesOf(await ask(api.as.viewer, 3))).toEqual([200, 200, 429]);
    expect(statusesOf(await ask(await renewed(api, api.as.viewer), 1))).toEqual([200]);
  });

  test('an address: whoever sends from it, and only what the proxy itself wrote counts', async () => {
    const api = await start({ RATE_LIMIT_PER_ADDRESS: '2' });
    const [address, invented] = [freshAddress(), freshAddress()];
    await ask(api.anonymous, 1, `${invented}, ${address}`);
    await ask(api.as.viewer, 1, address);
    expect(statusesOf(await ask(api.as.admin, 1, address))).toEqual([429]);
    expect(statusesOf(await ask(api.anonymous, 1, `${freshAddress()}, ${address}`))).toEqual([429]);
    expect(statusesOf(await ask(api.as.admin, 1, invented))).toEqual([200]);
    const login = await api.anonymous.post('/auth/login', { email: 'a@example.com', password: 'x' }, from(address));
    expect(login.status).toBe(429);
  });

  test('an address of IPv6: the whole /64 is one', async () => {
    const api = await start({ RATE_LIMIT_PER_ADDRESS: '2' });
    const group = (): string => randomInt(65_536).toString(16);
    const network = `2001:db8:${group()}:${group()}`;
    await ask(api.as.viewer, 1, `${network}::1`);
    await ask(api.as.viewer, 1, `${network}:5:6:7:8`);
    expect(statusesOf(await ask(api.as.viewer, 1, `${network}::2`))).toEqual([429]);
  });

  test('all processes together', async () => {
    const environment = { RATE_LIMIT_PER_USER: '4' };
    const [api, other] = [await start(environment), await start(environment)];
    const claims = {
      userId: api.as.viewer.userId,
      organizationId: api.organizationId,
      sessionId: api.as.viewer.sessionId,
    };
    const token = await other.container.accessTokens.sign(claims, new Date());
    const elsewhere = new ApiClient(other.origin, { Authorization: `Bearer ${token}` });
    await ask(api.as.viewer, 3);
    // The other process knows no such session, and has counted the request before it found out.
    expect(statusesOf([...(await ask(elsewhere, 2)), ...(await ask(api.as.viewer, 1))])).toEqual([401, 429, 429]);
  });

  test('liveness, metrics and the document are never refused', async () => {
    const api = await start({ RATE_LIMIT_PER_ADDRESS: '1' });
    const address = freshAddress();
    expect(statusesOf(await ask(api.anonymous, 2, address))).toEqual([401, 429]);
    for (const path of ['//health', '//ready', '//metrics', '/openapi.json'])
      expect([path, (await api.anonymous.get(path, from(address))).status]).toEqual([path, 200]);
  });

  test('many at once: exactly as many as the limit allows', async () => {
    const api = await start({ RATE_LIMIT_PER_USER: '20' });
    const answers = await Promise.all(Array.from({ length: 60 }, () => api.as.viewer.get('/me', from(freshAddress()))));
    expect(statusesOf(answers).filter((status) => status === 200)).toHaveLength(20);
    expect(statusesOf(answers).filter((status) => status === 429)).toHaveLength(40);
  });
});

describe('with Redis away', () => {
  async function startBehindLink(): Promise<{ api: TestApi; link: RedisLink }> {
    const link = await RedisLink.open();
    closing.push(() => link.close());
    const api = await start({ REDIS_URL: link.url, RATE_LIMIT_PER_USER: '3' }, {});
    return { api, link };
  }

  async function timed(work: () => Promise<ApiAnswer[]>): Promise<{ statuses: number[]; ms: number }> {
    const began = performance.now();
    return { statuses: statusesOf(await work()), ms: performance.now() - began };
  }

  test('this process counts by itself, and Redis again when it is back', async () => {
    const { api, link } = await startBehindLink();
    expect(statusesOf(await ask(api.as.viewer, 2))).toEqual([200, 200]);
    const gone = new Promise((resolve) => api.container.redis?.once('close', resolve));
    link.cut();
    await gone;
    const away = await timed(() => ask(api.as.viewer, 4));
    expect(away.statuses).toEqual([200, 200, 200, 429]);
    // None of the four has waited until a Redis counts as away.
    expect(away.ms).toBeLessThan(4 * SILENCE_LIMIT_MS);
    link.restore();
    await redisReady(api);
    expect(statusesOf(await ask(api.as.viewer, 2))).toEqual([200, 429]); // the third and fourth that Redis counts
  });

  test('a Redis that no longer answers costs one wait, not one for each request', async () => {
    const { api, link } = await startBehindLink();
    expect(statusesOf(await ask(api.as.viewer, 1))).toEqual([200]);
    link.freeze();
    const first = await timed(() => ask(api.as.viewer, 1));
    expect(first.statuses).toEqual([200]);
    expect(first.ms).toBeLessThan(10_000);
    const next = await timed(() => ask(api.as.viewer, 3));
    expect(next.statuses).toEqual([200, 200, 429]);
    expect(next.ms).toBeLessThan(3 * SILENCE_LIMIT_MS);
    link.restore();
    await redisReady(api);
    expect(statusesOf(await ask(api.as.viewer, 3))).toEqual([200, 200, 429]);
  });

  test('without any Redis each process counts', async () => {
    const api = await start({ RATE_LIMIT_PER_USER: '2' }, {});
    expect(statusesOf(await ask(api.as.viewer, 3))).toEqual([200, 200, 429]);
    expect(statusesOf(await ask(api.as.admin, 1))).toEqual([200]);
  });
});
