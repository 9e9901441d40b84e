/**
 * A limiter that spares most requests the way to Redis: while a caller is far from the limit their requests are counted in
 * this process and settled with the shared counter a moment later, all of that moment at once. The last tenth of a limit,
 * and its last hundred requests, are counted exactly, each with the shared counter. So a caller gets more than the limit only
 * by sending more than that to all processes together within one `SETTLE_MS`, and then by no more than came within it.
 */
import type { RateLimiterAbstract } from 'rate-limiter-flexible';

/** How long a request that was counted here may wait until the others know of it; a process that ends forgets as much. */
export const SETTLE_MS = 100;
const LAST_REQUESTS = 100;
const LAST_SHARE = 0.1;

interface Tally {
  /** What is left of the limit as far as this process knows. */
  remaining: number;
  endsAtMs: number;
  /** Counted here and not yet in the shared counter. */
  unsettled: number;
}

export interface Counted {
  remainingPoints: number;
  msBeforeNext: number;
}

export class TalliedLimiter {
  readonly points: number;
  readonly #tallies = new Map<string, Tally>();
  readonly #exactBelow: number;
  #isDue = false;

  /** `shared` falls back on a limiter of its own while the shared counter is away. */
  constructor(private readonly shared: RateLimiterAbstract) {
    this.points = shared.points;
    this.#exactBelow = Math.max(LAST_REQUESTS, Math.ceil(shared.points * LAST_SHARE));
  }

  /** Counts one request. @throws RateLimiterRes beyond the limit */
  consume(key: string): Counted | Promise<Counted> {
    const tally = this.#tallies.get(key);
    const msBeforeNext = (tally?.endsAtMs ?? 0) - Date.now();
    if (tally === undefined || msBeforeNext <= 0 || tally.remaining <= this.#exactBelow) return this.#settle(key, 1);
    tally.remaining -= 1;
    tally.unsettled += 1;
    return { remainingPoints: tally.remaining, msBeforeNext };
  }

  /** Adds to the shared counter what was counted here, and `more`. */
  async #settle(key: string, more: number): Promise<Counted> {
    const now = Date.now();
    const before = this.#tallies.get(key);
    const waiting = before === undefined || before.endsAtMs <= now ? 0 : before.unsettled;
    if (before !== undefined) before.unsettled = 0;
    try {
      const counted = await this.shared.consume(key, waiting + more);
      const since = this.#tallies.get(key)?.unsettled ?? 0;
      const remaining = counted.remainingPoints - since;
      this.#tallies.set(key, { remaining, endsAtMs: Date.now() + counted.msBeforeNext, unsettled: since });
      this.#settleSoon();
      return counted;
    } catch (error) {
      this.#tallies.delete(key); // the next request asks the shared counter itself
      throw error;
    }
  }

  #settleSoon(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    setTimeout(() => void this.#settleAll(), SETTLE_MS).unref();
  }

  async #settleAll(): Promise<void> {
    this.#isDue = false;
    const now = Date.now();
    for (const [key, { endsAtMs }] of this.#tallies) if (endsAtMs <= now) this.#tallies.delete(key);
    const due = [...this.#tallies].filter(([, { unsettled }]) => unsettled > 0);
    await Promise.allSettled(due.map(([key]) => this.#settle(key, 0)));
    if (this.#tallies.size > 0) this.#settleSoon();
  }
}
