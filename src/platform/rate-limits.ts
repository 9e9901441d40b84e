/**
 * How many requests a caller may send in a minute: per token, user, address and organisation. Counted in Redis for all
 * processes together (how exactly: tallied-limiter.ts); while Redis is away each process counts by itself, from zero.
 */
import type { Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { TalliedLimiter, type Counted } from './tallied-limiter';

export const RATE_WINDOW_SECONDS = 60;

/**
 * What one request counts for, in two steps: a caller beyond a limit of their own uses up nothing of what they share with
 * others.
 */
const STEPS = [
  ['token', 'user'],
  ['address', 'organization'],
] as const;

export type LimitName = (typeof STEPS)[number][number];

/** Requests in a minute; 0 = no limit. */
export type RateLimitSettings = Readonly<Record<LimitName, number>>;

/** The keys of one request, by limit; a limit without a key does not count it. */
export type CallerKeys = Readonly<Partial<Record<LimitName, string>>>;

/** Where the caller stands with one limit after this request. */
export interface Standing {
  name: LimitName;
  limit: number;
  remaining: number;
  resetSeconds: number;
  isRefused: boolean;
}

type Limiter = RateLimiterMemory | TalliedLimiter;

export class RateLimits {
  readonly #limiters: ReadonlyMap<LimitName, Limiter>;

  constructor(redis: Redis | undefined, settings: RateLimitSettings) {
    const names = STEPS.flat().filter((name) => settings[name] > 0);
    this.#limiters = new Map(names.map((name) => [name, limiterOf(redis, name, settings[name])]));
  }

  /** Counts one request. It is refused when any of the standings is; the limits of the later step then did not count it. */
  async count(keys: CallerKeys): Promise<Standing[]> {
    const standings: Standing[] = [];
    for (const step of STEPS) {
      const counting = step.map((name) => this.#consume(name, keys[name]));
      // Mostly counted here and now: then there is nothing to wait for.
      const isWaiting = counting.some((one) => one instanceof Promise);
      const counted = isWaiting ? await Promise.all(counting.map((one) => Promise.resolve(one))) : counting;
      for (const standing of counted) {
        if (standing !== undefined && !(standing instanceof Promise)) standings.push(standing);
      }
      if (standings.some(({ isRefused }) => isRefused)) break;
    }
    return standings;
  }

  #consume(name: LimitName, key: string | undefined): Standing | undefined | Promise<Standing> {
    const limiter = this.#limiters.get(name);
    if (limiter === undefined || key === undefined) return undefined;
    const counted = limiter.consume(key);
    const { points } = limiter;
    return counted instanceof Promise ? settled(counted, { name, points }) : standingOf(name, points, counted);
  }
}

/** @throws what is no refusal */
async function settled(
  counting: Promise<Counted>,
  { name, points }: { name: LimitName; points: number },
): Promise<Standing> {
  try {
    return standingOf(name, points, await counting);
  } catch (error) {
    if (error instanceof RateLimiterRes) return { ...standingOf(name, points, error), isRefused: true };
    throw error;
  }
}

function standingOf(name: LimitName, limit: number, { remainingPoints, msBeforeNext }: Counted): Standing {
  const resetSeconds = Math.max(1, Math.ceil(msBeforeNext / 1000));
  return { name, limit, remaining: remainingPoints, resetSeconds, isRefused: false };
}

function limiterOf(redis: Redis | undefined, name: LimitName, points: number): Limiter {
  const facts = { keyPrefix: `requests-${name}`, points, duration: RATE_WINDOW_SECONDS };
  const memory = new RateLimiterMemory(facts);
  if (redis === undefined) return memory;
  const shared = new RateLimiterRedis({
    ...facts,
    storeClient: redis,
    insuranceLimiter: memory,
    rejectIfRedisNotReady: true,
    inMemoryBlockOnConsumed: points + 1, // Who is refused is refused from memory until the minute ends.
  });
  return new TalliedLimiter(shared);
}
