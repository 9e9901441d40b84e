/** A counter of attempts: in Redis for all processes together, in this one while Redis is away. */
import type { Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis, type RateLimiterAbstract } from 'rate-limiter-flexible';

/** At most `points` for one key within `seconds`. */
export function countingLimiter(
  redis: Redis | undefined,
  keyPrefix: string,
  { points, seconds: duration }: { points: number; seconds: number },
): RateLimiterAbstract {
  const memory = new RateLimiterMemory({ keyPrefix, points, duration });
  if (redis === undefined) return memory;
  return new RateLimiterRedis({
    storeClient: redis,
    keyPrefix,
    points,
    duration,
    insuranceLimiter: memory,
    rejectIfRedisNotReady: true,
  });
}
