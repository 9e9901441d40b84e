/** The shared limit of a provider, on the run's real Redis: several processes' worth of callers against a strict counter. */
import { afterAll, afterEach, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { RateCount, type RateRule } from '../../../src/fake-providers/rate-count';
import { createLogger } from '../../../src/platform/logger';
import { ProviderRateLimit, RateLimitUnavailable } from '../../../src/platform/provider-rate-limit';
import { openRedis } from '../../../src/platform/redis';
import { RedisLink } from '../../support/redis-link';
import { testServers } from '../../support/server-handover';

const logger = createLogger('test', 'silent');
const NEVER = new AbortController().signal;
const LATENCY_MS = 3;
const opened: Redis[] = [];
let link: RedisLink | undefined;

afterEach(async () => {
  await link?.close();
  link = undefined;
});
afterAll(() => {
  for (const redis of opened) redis.disconnect();
});

function limiter(url = testServers().redisUrl, patienceMs?: number): ProviderRateLimit {
  const redis = openRedis(url, logger);
  opened.push(redis);
  return new ProviderRateLimit(redis, logger, patienceMs === undefined ? {} : { redisPatienceMs: patienceMs });
}

test.each<RateRule>([
  { limit: 20, windowMs: 200, kind: 'sliding' },
  { limit: 20, windowMs: 200, kind: 'fixed' },
])('three processes of ten callers stay within $limit per $windowMs ms ($kind)', async (rule) => {
  const counter = new RateCount(rule, () => performance.now());
  const limit = { key: randomUUID(), limit: rule.limit, windowMs: rule.windowMs };
  const processes = [limiter(), limiter(), limiter()];
  let left = 200;
  const began = performance.now();
  const caller = async (process: ProviderRateLimit): Promise<void> => {
    while (left > 0) {
      left -= 1;
      await process.run(
        limit,
        async () => {
          await wait(LATENCY_MS * 2 * Math.random());
          counter.count('key');
          await wait(LATENCY_MS * 2 * Math.random());
        },
        NEVER,
      );
    }
  };
  await Promise.all(processes.flatMap((process) => Array.from({ length: 10 }, () => caller(process))));
  expect(counter.totals).toEqual({ requests: 200, violations: 0 });
  expect(performance.now() - began).toBeGreaterThan((200 / rule.limit - 1) * rule.windowMs);
});

test('a request that is under way, however long, keeps its place', async () => {
  const process = limiter();
  const limit = { key: randomUUID(), limit: 1, windowMs: 20 };
  const order: string[] = [];
  const first = process.run(
    limit,
    async () => {
      await wait(120);
      order.push('first ended');
    },
    NEVER,
  );
  await process.run(limit, () => Promise.resolve(order.push('second began')), NEVER);
  await first;
  expect(order).toEqual(['first ended', 'second began']);
});

test('a failed request gives its place back, and its error on', async () => {
  const process = limiter();
  const limit = { key: randomUUID(), limit: 1, windowMs: 10 };
  await expect(process.run(limit, () => Promise.reject(new Error('no answer')), NEVER)).rejects.toThrow('no answer');
  await expect(process.run(limit, () => Promise.resolve('next'), NEVER)).resolves.toBe('next');
});

test('who waits may give up; the others are served', async () => {
  const process = limiter();
  const limit = { key: randomUUID(), limit: 1, windowMs: 150 };
  await process.run(limit, () => Promise.resolve(), NEVER);
  const controller = new AbortController();
  const givenUp = process.run(limit, () => Promise.resolve('never'), controller.signal);
  const served = process.run(limit, () => Promise.resolve('served'), NEVER);
  controller.abort(new Error('cancelled'));
  await expect(givenUp).rejects.toThrow('cancelled');
  await expect(served).resolves.toBe('served');
});

test('a block holds every process', async () => {
  const [one, other] = [limiter(), limiter()];
  const limit = { key: randomUUID(), limit: 5, windowMs: 10 };
  await one.run(limit, () => Promise.resolve(), NEVER);
  const began = performance.now();
  await one.block(limit, 150);
  await other.run(limit, () => Promise.resolve(), NEVER);
  expect(performance.now() - began).toBeGreaterThan(140);
});

test('without Redis a caller waits until it is back', async () => {
  link = await RedisLink.open();
  link.cut();
  const process = limiter(link.url);
  const asked = process.run({ key: randomUUID(), limit: 5, windowMs: 10 }, () => Promise.resolve('sent'), NEVER);
  link.restore();
  await expect(asked).resolves.toBe('sent');
});

test('without Redis for too long a caller is told', async () => {
  link = await RedisLink.open();
  link.cut();
  const process = limiter(link.url, 100);
  const limit = { key: randomUUID(), limit: 5, windowMs: 10 };
  await expect(process.run(limit, () => Promise.resolve('sent'), NEVER)).rejects.toThrow(RateLimitUnavailable);
});
