/** Access tokens: HS256, 15 minutes, a key id for rotation. The newest key signs, every key of the ring verifies. */
import { createHash, createSecretKey, type KeyObject } from 'node:crypto';
import { SignJWT } from 'jose';
import type { ApiTokenClaims } from '../access/api-token';

export const ACCESS_TOKEN_SECONDS = 900;
export const TOKEN_ALGORITHM = 'HS256';
export const TOKEN_ISSUER = 'plan-charge';
export const TOKEN_AUDIENCE = 'plan-charge-api';

/** What a token says: who, in which organisation, in which session. The role is read from the database instead. */
export interface AccessClaims {
  userId: string;
  organizationId: string;
  sessionId: string;
}

/** What a caller sent to say who they are: an access token, which is proven, or an API token, which the database has to know. */
export type CallerClaims = AccessClaims | ApiTokenClaims;

export class AccessTokens {
  readonly #keys: ReadonlyMap<string, KeyObject>;
  readonly #newest: { id: string; key: KeyObject };

  /** `secrets` newest first, at least one. */
  constructor(secrets: readonly string[]) {
    const ring = secrets.map((secret) => ({ id: keyIdOf(secret), key: createSecretKey(Buffer.from(secret, 'utf8')) }));
    const [newest] = ring;
    if (newest === undefined) throw new Error('at least one signing key is needed');
    this.#newest = newest;
    this.#keys = new Map(ring.map(({ id, key }) => [id, key]));
  }

  /** A signed token that ends `ACCESS_TOKEN_SECONDS` after `now`. */
  async sign(claims: AccessClaims, now: Date): Promise<string> {
    const issuedAt = Math.floor(now.getTime() / 1000);
    return new SignJWT({ org: claims.organizationId, sid: claims.sessionId })
      .setProtectedHeader({ alg: TOKEN_ALGORITHM, kid: this.#newest.id })
      .setSubject(claims.userId)
      .setIssuer(TOKEN_ISSUER)
      .setAudience(TOKEN_AUDIENCE)
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + ACCESS_TOKEN_SECONDS)
      .sign(this.#newest.key);
  }

  /** The verification key for a token's header. @throws Error when the algorithm or key id is not ours */
  keyFor(header: { alg?: string; kid?: string }): KeyObject {
    const key = header.kid === undefined ? undefined : this.#keys.get(header.kid);
    if (header.alg !== TOKEN_ALGORITHM || key === undefined) throw new Error('unknown signing key');
    return key;
  }
}

function keyIdOf(secret: string): string {
  return createHash('sha256').update(`key-id:${secret}`).digest('hex').slice(0, 16);
}
