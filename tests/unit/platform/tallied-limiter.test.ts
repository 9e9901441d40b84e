/** Counting in the process and settling later, on the run's real Redis: nothing is lost, and near the limit nothing is late. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { pollUntil } from '../../../src/local-servers/poll-until';
import { TalliedLimiter } from '../../../src/platform/tallied-limiter';
import { testServers } from '../../support/server-handover';

const PREFIX = `tallied-${randomUUID()}`;
let redis: Redis;
beforeAll(() => {
  redis = new Redis(testServers().redisUrl);
});
afterAll(() => {
  redis.disconnect();
});

function limiter(points: number): TalliedLimiter {
  return new TalliedLimiter(new RateLimiterRedis({ storeClient: redis, keyPrefix: PREFIX, points, duration: 60 }));
}

/** How many of `requests` were let through. */
async function send(to: TalliedLimiter, key: string, requests: number): Promise<number> {
  let passed = 0;
  for (let request = 0; request < requests; request += 1) {
    try {
      await to.consume(key);
      passed += 1;
    } catch (error) {
      expect(error).toBeInstanceOf(RateLimiterRes);
    }
  }
  return passed;
}

async function counted(key: string): Promise<number> {
  return Number(await redis.get(`${PREFIX}:${key}`));
}

describe('far from the limit', () => {
  test('requests are counted here, and Redis hears of all of them a moment later', async () => {
    const [one, key] = [limiter(1_000), randomUUID()];
    expect(await send(one, key, 50)).toBe(50);
    expect(await counted(key)).toBeLessThan(50);
    expect(one.consume(key)).toMatchObject({ remainingPoints: 949 });
    expect(await pollUntil(async () => ((await counted(key)) === 51 ? true : undefined), 20_000)).toBe(true);
  });

  test('another process sees them', async () => {
    const [one, other, key] = [limiter(1_000), limiter(1_000), randomUUID()];
    await send(one, key, 100);
    await pollUntil(async () => ((await counted(key)) === 100 ? true : undefined), 20_000);
    expect(await other.consume(key)).toMatchObject({ remainingPoints: 899 });
  });
});

describe('near the limit', () => {
  test.each([5, 100, 400, 2_000])('of %d exactly so many pass', async (points) => {
    expect(await send(limiter(points), randomUUID(), points + 20)).toBe(points);
  });

  test('two processes in turns let through what one would', async () => {
    const [one, other, key] = [limiter(300), limiter(300), randomUUID()];
    let passed = 0;
    for (let turn = 0; turn < 7; turn += 1) {
      passed += (await send(one, key, 25)) + (await send(other, key, 25));
      await pollUntil(async () => ((await counted(key)) >= passed ? true : undefined), 20_000);
    }
    expect(passed).toBe(300);
  });
});
