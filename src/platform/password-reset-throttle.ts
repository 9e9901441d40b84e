/** How often a password may be forgotten: per address of mail, so that nobody's mailbox is filled, and per address of the network. */
import type { Redis } from 'ioredis';
import { RateLimiterRes, type RateLimiterAbstract } from 'rate-limiter-flexible';
import { DomainError } from '../shared/domain-error';
import { networkOf } from '../shared/network-of';
import { countingLimiter } from './counting-limiter';

/** Within `WINDOW_SECONDS`: mails to one address; requests, and tokens tried, from one network. */
export const MAILS_PER_ADDRESS = 5;
export const REQUESTS_PER_NETWORK = 50;
const WINDOW_SECONDS = 900;

export class PasswordResetThrottle {
  readonly #mails: RateLimiterAbstract;
  readonly #requests: RateLimiterAbstract;

  constructor(redis: Redis | undefined) {
    this.#mails = countingLimiter(redis, 'reset-mail', { points: MAILS_PER_ADDRESS, seconds: WINDOW_SECONDS });
    this.#requests = countingLimiter(redis, 'reset-network', { points: REQUESTS_PER_NETWORK, seconds: WINDOW_SECONDS });
  }

  /** True while the mail address gets mail; whether it is anybody's is not asked. @throws DomainError too_many_requests */
  async mayMail(email: string, address: string): Promise<boolean> {
    await this.tryToken(address);
    try {
      await this.#mails.consume(email);
      return true;
    } catch (error) {
      if (error instanceof RateLimiterRes) return false;
      throw error;
    }
  }

  /** Counts one request, be it for a link or with the token of one. @throws DomainError too_many_requests */
  async tryToken(address: string): Promise<void> {
    try {
      await this.#requests.consume(networkOf(address));
    } catch (error) {
      if (error instanceof RateLimiterRes) throw tooMany(error.msBeforeNext);
      throw error;
    }
  }
}

function tooMany(milliseconds: number): DomainError {
  const seconds = Math.max(1, Math.ceil(milliseconds / 1000));
  return new DomainError('too_many_requests', `Too many requests; go on in ${String(seconds)} s.`, {
    retry_after_seconds: seconds,
  });
}
