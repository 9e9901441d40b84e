/**
 * The request limit of an outside system, kept by all processes together. A request holds a place from before it is sent until
 * one window after its answer came: wherever between the two the other side counted it, no window of theirs ever holds more than
 * the limit, whatever the network does. Without Redis nobody can know, so the caller waits.
 */
import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { Logger } from './logger';
import { pause } from './pause';
import { BLOCK_SCRIPT, RELEASE_SCRIPT, TAKE_SCRIPT } from './provider-rate-limit-scripts';

/** `key` names who is counted; it must not contain a secret. Safe for fixed and for sliding windows of that length. */
export interface ProviderLimit {
  key: string;
  /** Requests in a window. */
  limit: number;
  windowMs: number;
}

/** The limit can't be kept: Redis stayed away for `REDIS_PATIENCE_MS`. */
export class RateLimitUnavailable extends Error {
  override readonly name = 'RateLimitUnavailable';
}

/** How long a caller waits for a Redis that is away before it is told. */
export const REDIS_PATIENCE_MS = 60_000;
const REDIS_RETRY_MS = 250;
/** A place whose holder died is free again after this; no request may take longer. */
const LEASE_MS = 90_000;
/** Their clock may run a little faster than that of Redis. */
const CLOCK_MARGIN_MS = 10;

interface Waiter {
  resolve: (place: string) => void;
  reject: (reason: unknown) => void;
  signal: AbortSignal;
}

export class ProviderRateLimit {
  /** Callers of this process, by key: only the first of them asks Redis, for all. */
  readonly #queues = new Map<string, Waiter[]>();

  constructor(
    private readonly redis: Redis | undefined,
    private readonly logger: Logger,
    private readonly options: { redisPatienceMs?: number; onWait?: (key: string, seconds: number) => void } = {},
  ) {}

  /**
   * Runs `request` as soon as the limit allows, first come first served within this process.
   * @throws RateLimitUnavailable; `signal.reason` when aborted while waiting; whatever `request` throws.
   */
  async run<T>(limit: ProviderLimit, request: () => Promise<T>, signal: AbortSignal): Promise<T> {
    const asked = performance.now();
    const place = await this.#take(limit, signal);
    this.options.onWait?.(limit.key, (performance.now() - asked) / 1_000);
    try {
      return await request();
    } finally {
      await this.#giveBack(limit, place);
    }
  }

  /** Nobody starts a request for `ms`: the other side refused one although we kept to the limit. */
  async block({ key }: ProviderLimit, ms: number): Promise<void> {
    await this.#onRedis((redis) => redis.eval(BLOCK_SCRIPT, 1, blockKey(key), Math.ceil(ms)));
  }

  #take(limit: ProviderLimit, signal: AbortSignal): Promise<string> {
    signal.throwIfAborted();
    return new Promise((resolve, reject) => {
      const waiter = { resolve, reject, signal };
      const queue = this.#queues.get(limit.key);
      if (queue !== undefined) {
        queue.push(waiter);
        return;
      }
      const first = [waiter];
      this.#queues.set(limit.key, first);
      void this.#serve(limit, first);
    });
  }

  /** Hands out places until nobody waits. Never throws: a failure goes to those who wait. */
  async #serve(limit: ProviderLimit, queue: Waiter[]): Promise<void> {
    let awaySince: number | undefined;
    for (;;) {
      dropAborted(queue);
      if (queue.length === 0) break;
      const granted = await this.#ask(limit, queue.length);
      if (granted === undefined) {
        awaySince ??= performance.now();
        if (performance.now() - awaySince > (this.options.redisPatienceMs ?? REDIS_PATIENCE_MS)) rejectAll(queue);
        await pauseWhileWaited(queue, REDIS_RETRY_MS);
        continue;
      }
      awaySince = undefined;
      for (const place of granted.places) await this.#hand(limit, queue, place);
      if (granted.waitMs > 0) await pauseWhileWaited(queue, granted.waitMs);
    }
    this.#queues.delete(limit.key);
  }

  async #hand(limit: ProviderLimit, queue: Waiter[], place: string): Promise<void> {
    const waiter = queue.shift();
    if (waiter === undefined) await this.#giveBack(limit, place);
    else waiter.resolve(place);
  }

  /** Undefined while Redis is away. */
  async #ask(limit: ProviderLimit, wanted: number): Promise<{ places: string[]; waitMs: number } | undefined> {
    const window = limit.windowMs + CLOCK_MARGIN_MS;
    const prefix = randomUUID();
    const keys = [placesKey(limit.key), blockKey(limit.key)];
    const answer = await this.#onRedis((redis) =>
      redis.eval(TAKE_SCRIPT, 2, ...keys, limit.limit, wanted, prefix, LEASE_MS + window, window),
    );
    if (answer === undefined) return undefined;
    const [count, waitMs] = answer as [number, number];
    return { places: Array.from({ length: count }, (_, index) => `${prefix}:${String(index)}`), waitMs };
  }

  /** A Redis that is away keeps the place taken until its lease ends: slower, never too fast. */
  async #giveBack(limit: ProviderLimit, place: string): Promise<void> {
    const window = limit.windowMs + CLOCK_MARGIN_MS;
    await this.#onRedis((redis) => redis.eval(RELEASE_SCRIPT, 1, placesKey(limit.key), place, window));
  }

  async #onRedis(ask: (redis: Redis) => Promise<unknown>): Promise<unknown> {
    if (this.redis === undefined) return undefined;
    try {
      return (await ask(this.redis)) ?? null;
    } catch (error) {
      this.logger.debug({ err: error }, 'the rate limit of a provider waits for Redis');
      return undefined;
    }
  }
}

function dropAborted(queue: Waiter[]): void {
  for (let index = queue.length - 1; index >= 0; index -= 1) {
    const waiter = queue[index];
    if (waiter?.signal.aborted !== true) continue;
    queue.splice(index, 1);
    waiter.reject(waiter.signal.reason);
  }
}

function rejectAll(queue: Waiter[]): void {
  const reason = new RateLimitUnavailable('Redis is away: the rate limit of the provider cannot be kept');
  for (const waiter of queue.splice(0)) waiter.reject(reason);
}

/** Ends early when one of those who wait gives up. */
async function pauseWhileWaited(queue: readonly Waiter[], ms: number): Promise<void> {
  if (queue.length > 0) await pause(ms, AbortSignal.any(queue.map(({ signal }) => signal)));
}

function placesKey(key: string): string {
  return `provider-limit:{${key}}:places`;
}

function blockKey(key: string): string {
  return `provider-limit:{${key}}:blocked`;
}
