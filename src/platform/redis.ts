/** Redis for what may be lost: counters of requests and of failed logins. Everything goes on without it. */
import { Redis } from 'ioredis';
import type { Logger } from './logger';

/** A Redis that does not answer within this is as good as away; the connection is given up. */
export const SILENCE_LIMIT_MS = 1_000;

/** A client that connects in the background, never queues commands while Redis is away, and keeps trying. */
export function openRedis(url: string, logger: Logger): Redis {
  const redis = new Redis(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0, // Who waits when the connection breaks is told at once, not after the next one.
    connectTimeout: 2_000,
    socketTimeout: SILENCE_LIMIT_MS,
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
