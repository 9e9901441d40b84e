/** Counts requests as the providers do, refuses those beyond the limit and remembers how many there were. */

export interface RateRule {
  limit: number;
  windowMs: number;
  /** `fixed`: windows of the clock; `sliding`: any span of that length. */
  kind: 'fixed' | 'sliding';
}

/** What the provider answers about one request. */
export interface RateVerdict {
  isRefused: boolean;
  remaining: number;
}

export class RateCount {
  /** Instants of what was let through and may still count, by key. */
  readonly #seen = new Map<string, number[]>();
  #violations = 0;
  #requests = 0;

  constructor(
    private readonly rule: RateRule,
    private readonly now: () => number,
  ) {}

  /** Requests so far, and those of them that were refused. */
  get totals(): { requests: number; violations: number } {
    return { requests: this.#requests, violations: this.#violations };
  }

  /** Counts one request of `key`. A refused one uses up nothing. */
  count(key: string): RateVerdict {
    const now = this.now();
    const { limit, windowMs, kind } = this.rule;
    const since = kind === 'fixed' ? now - (now % windowMs) : now - windowMs;
    const counted = (this.#seen.get(key) ?? []).filter((at) => (kind === 'fixed' ? at >= since : at > since));
    this.#requests += 1;
    const isRefused = counted.length >= limit;
    if (isRefused) this.#violations += 1;
    else counted.push(now);
    this.#seen.set(key, counted);
    return { isRefused, remaining: Math.max(0, limit - counted.length) };
  }

  reset(): void {
    this.#seen.clear();
    this.#violations = 0;
    this.#requests = 0;
  }
}
