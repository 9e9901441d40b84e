/**
 * Permits for work that strangers can make slow, e.g. sending to receivers: so many at once in this process, and so many of one owner.
 * Nobody is kept waiting here: who gets none is told when to ask again, and holds nothing meanwhile.
 *
 * Nobody waits for ever either. Who asks again within the time they were told keeps their place, and once somebody has waited for
 * `PATIENCE_MS` the last free permit is kept for whoever has waited longest: of their owner's permits, and of all. It is one
 * permit and not more, since it lies idle until they ask.
 */
export interface PermitLimits {
  /** Held at the same time, at least 1. */
  atOnce: number;
  /** Of those, held by one owner at the same time, at least 1. */
  ofOneOwner: number;
}

export interface PermitClaim {
  owner: string;
  /** Who asks, the same whenever they ask again. */
  key: string;
}

export interface Permit {
  /** True while somebody who has waited long could go on if this permit were released. */
  isWanted(): boolean;
  /** Gives it back; a second time changes nothing. */
  release(): void;
}

export type PermitAnswer = { permit: Permit } | { permit: null; askAgainInMs: number };

/** From then on who waits is not overtaken any more. */
export const PATIENCE_MS = 5_000;
/** Who asks so much later than they were told has lost their place: they were served elsewhere, or have gone. */
export const LAPSE_MS = 5_000;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 3_000;
/** The wait grows by this share of the time that was waited already. */
const GROWTH = 0.25;

interface Waiting {
  owner: string;
  sinceMs: number;
  lapsesAtMs: number;
}

export class FairPermits {
  readonly #held = new Map<string, number>();
  /** In the order of their first asking, which is that of the map. */
  readonly #waiting = new Map<string, Waiting>();
  #heldInAll = 0;

  constructor(
    private readonly limits: PermitLimits,
    private readonly sources: { now: () => number; random: () => number } = { now: Date.now, random: Math.random },
  ) {}

  /** A permit to be released when the work has ended, however it ended; or how long to leave it, 1 … 6 s. */
  take({ owner, key }: PermitClaim): PermitAnswer {
    const nowMs = this.sources.now();
    this.#forgetLapsed(nowMs);
    if (this.#mayTake({ owner, key }, nowMs)) {
      this.#waiting.delete(key);
      return { permit: this.#hold(owner) };
    }
    const sinceMs = this.#waiting.get(key)?.sinceMs ?? nowMs;
    const leastMs = Math.min(LONGEST_WAIT_MS, Math.max(FIRST_WAIT_MS, (nowMs - sinceMs) * GROWTH));
    const askAgainInMs = Math.round(leastMs * (1 + this.sources.random()));
    this.#waiting.set(key, { owner, sinceMs, lapsesAtMs: nowMs + askAgainInMs + LAPSE_MS });
    return { permit: null, askAgainInMs };
  }

  #mayTake({ owner, key }: PermitClaim, nowMs: number): boolean {
    if (this.#freeFor(owner) < 1) return false;
    const ahead = this.#impatient(nowMs, key).filter((other) => this.#freeFor(other) > 0);
    if (ahead.length > 0 && this.#freeInAll() === 1) return false;
    return !ahead.includes(owner) || this.#freeFor(owner) > 1;
  }

  /** Owners of those who have waited long, the longest first; with `before`, only who asked before that one did. */
  #impatient(nowMs: number, before?: string): string[] {
    const owners: string[] = [];
    for (const [key, { owner, sinceMs }] of this.#waiting) {
      if (key === before || nowMs - sinceMs < PATIENCE_MS) break;
      owners.push(owner);
    }
    return owners;
  }

  #hold(owner: string): Permit {
    this.#count(owner, 1);
    let isHeld = true;
    return {
      isWanted: () => {
        const nowMs = this.sources.now();
        this.#forgetLapsed(nowMs);
        return this.#impatient(nowMs).some((other) => this.#freeFor(other) < 1 && this.#wouldHelp(other, owner));
      },
      release: () => {
        if (isHeld) this.#count(owner, -1);
        isHeld = false;
      },
    };
  }

  /** Whether a permit given back by `owner` is one for `other`. */
  #wouldHelp(other: string, owner: string): boolean {
    return other === owner || this.#heldBy(other) < this.limits.ofOneOwner;
  }

  #count(owner: string, change: 1 | -1): void {
    const held = this.#heldBy(owner) + change;
    if (held === 0) this.#held.delete(owner);
    else this.#held.set(owner, held);
    this.#heldInAll += change;
  }

  #heldBy(owner: string): number {
    return this.#held.get(owner) ?? 0;
  }

  #freeInAll(): number {
    return this.limits.atOnce - this.#heldInAll;
  }

  #freeFor(owner: string): number {
    return Math.min(this.#freeInAll(), this.limits.ofOneOwner - this.#heldBy(owner));
  }

  #forgetLapsed(nowMs: number): void {
    for (const [key, { lapsesAtMs }] of this.#waiting) if (lapsesAtMs < nowMs) this.#waiting.delete(key);
  }
}
