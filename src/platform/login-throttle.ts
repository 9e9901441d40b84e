/** Slows down password guessing per account and per address; counts in Redis, or in this process while Redis is away. */
import type { Redis } from 'ioredis';
import { RateLimiterRes, type RateLimiterAbstract } from 'rate-limiter-flexible';
import { DomainError } from '../shared/domain-error';
import { networkOf } from '../shared/network-of';
import { countingLimiter } from './counting-limiter';

/** Failures in 15 minutes before an account, or an address, has to wait. */
export const FAILURES_PER_ACCOUNT = 10;
export const FAILURES_PER_ADDRESS = 50;
const WINDOW_SECONDS = 900;

interface Limit {
  limiter: RateLimiterAbstract;
  points: number;
  keyOf: (email: string, address: string) => string;
}

export class LoginThrottle {
  readonly #limits: Limit[];

  constructor(redis: Redis | undefined) {
    this.#limits = [
      {
        limiter: countingLimiter(redis, 'login-account', { points: FAILURES_PER_ACCOUNT, seconds: WINDOW_SECONDS }),
        points: FAILURES_PER_ACCOUNT,
        keyOf: (email) => email,
      },
      {
        limiter: countingLimiter(redis, 'login-address', { points: FAILURES_PER_ADDRESS, seconds: WINDOW_SECONDS }),
        points: FAILURES_PER_ADDRESS,
        keyOf: (_, address) => networkOf(address),
      },
    ];
  }

  /**
   * Counts this attempt as failed before the password is looked at, so that no burst is judged beyond the limit; `succeeded` and
   * `notJudged` take it back. An attempt that is refused counts for what refused it alone.
   * @throws DomainError too_many_requests while the account or address has to wait
   */
  async begin(email: string, address: string): Promise<void> {
    for (const [index, { limiter, keyOf }] of this.#limits.entries()) {
      try {
        await limiter.consume(keyOf(email, address));
      } catch (error) {
        await takeBack(this.#limits.slice(0, index), email, address);
        if (error instanceof RateLimiterRes) throw tooMany(error.msBeforeNext);
        throw error;
      }
    }
  }

  /** Something broke before the password was judged: the attempt does not count. */
  async notJudged(email: string, address: string): Promise<void> {
    await takeBack(this.#limits, email, address);
  }

  /** A good login: the account's failures are forgotten, and the attempt does not count for the address. */
  async succeeded(email: string, address: string): Promise<void> {
    const [account, place] = this.#limits;
    await account?.limiter.delete(email);
    await place?.limiter.reward(networkOf(address));
  }

  /** The account has a new password: failures with the old one do not count. */
  async forget(email: string): Promise<void> {
    await this.#limits[0]?.limiter.delete(email);
  }
}

async function takeBack(limits: readonly Limit[], email: string, address: string): Promise<void> {
  for (const { limiter, keyOf } of limits) await limiter.reward(keyOf(email, address));
}

function tooMany(milliseconds: number): DomainError {
  const seconds = Math.max(1, Math.ceil(milliseconds / 1000));
  return new DomainError('too_many_requests', `Too many failed logins; try again in ${String(seconds)} s.`, {
    retry_after_seconds: seconds,
  });
}
