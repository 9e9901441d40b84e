/** Redis for what may be lost: counters of failed logins, later caches. Everything goes on without it. */
import { Redis } from 'ioredis';
import type { Logger } from './logger';

/** A client that connects in the background, never queues commands while Redis is away, and keeps trying. */
export function openRedis(url: string, logger: Logger): Redis {
  const redis = new Redis(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    connectTimeout: 2_000,
    retryStrategy: (attempt) => Math.min(attempt * 200, 2_000),
  });
  let away = false;
  redis.on('error', (error: Error) => {
    if (!away) logger.warn({ err: error }, 'Redis is away: going on without it');
    away = true;
  });
  redis.on('ready', () => {
    if (away) logger.info('Redis is back');
    away = false;
  });
  return redis;
}
