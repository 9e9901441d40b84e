/** API tokens that were seen to be good, so that the next request of one counts for its user and organisation too. */

/** Whose requests they are. */
export interface TokenOwner {
  userId: string;
  organizationId: string;
}

const MOST_TOKENS = 10_000;
const NOTE_EVERY_MS = 60_000;

/** Of this process, bounded: the token that was seen first is forgotten first. It grants nothing; who may what is asked of the database. */
export class KnownTokens {
  readonly #owners = new Map<string, TokenOwner & { notedAt: number }>();

  /** Undefined for a token that was never seen to be good here. */
  ownerOf(secretHash: Buffer): TokenOwner | undefined {
    return this.#owners.get(secretHash.toString('base64url'));
  }

  /** Remembers a token that is good. True when its use is to be noted: at most once a minute. */
  see(secretHash: Buffer, owner: TokenOwner, now: Date): boolean {
    const key = secretHash.toString('base64url');
    const notedAt = this.#owners.get(key)?.notedAt ?? -Infinity;
    const isDue = now.getTime() - notedAt >= NOTE_EVERY_MS;
    this.#owners.set(key, { ...owner, notedAt: isDue ? now.getTime() : notedAt });
    const [oldest] = this.#owners.keys();
    if (this.#owners.size > MOST_TOKENS && oldest !== undefined) this.#owners.delete(oldest);
    return isDue;
  }
}
