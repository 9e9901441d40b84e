/**
 * The first refresh token of a session is random, each further one is derived from the one before it and a key of the server, so
 * that a client whose answer got lost within the grace time can be given the very same successor again (READINGS 44).
 */
import { createHash, createHmac, randomBytes } from 'node:crypto';
import { isUuid } from '../../shared/ids';

/** The last spent token gives the same successor again for this long after its first use. */
export const REUSE_GRACE_MS = 10_000;
/** A session ends after this long without a refresh. */
export const SESSION_LIFETIME_MS = 30 * 24 * 3_600_000;

const TOKEN = /^pcr_([0-9a-f-]{36})_([\w-]{43})$/;

/** The first token of a session: `pcr_<session id>_<secret>`. */
export function firstRefreshToken(sessionId: string): string {
  return `pcr_${sessionId}_${randomBytes(32).toString('base64url')}`;
}

/** The one successor of a token: the same each time it is asked for, and not to be guessed without the server's key. */
export function successorOf(token: string, serverKey: string): string {
  const sessionId = sessionIdOf(token) ?? '';
  const secret = createHmac('sha256', serverKey).update(token).digest('base64url');
  return `pcr_${sessionId}_${secret}`;
}

/** The session a token names, or undefined when it is no refresh token at all. */
export function sessionIdOf(token: string): string | undefined {
  const id = TOKEN.exec(token)?.[1];
  return id !== undefined && isUuid(id) ? id : undefined;
}

/** What is stored of a token. */
export function hashRefreshToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** What a presented token is to its session at `now`. */
export type RefreshVerdict = 'valid' | 'repeated' | 'reused' | 'ended';

/** @example a spent token 3 s after its first use is `repeated`, 11 s after it `reused`, which revokes the session */
export function judgeRefresh(
  session: {
    refreshHash: Buffer;
    spentHash: Buffer | null;
    spentAt: Date | null;
    expiresAt: Date;
    revokedAt: Date | null;
  },
  presented: Buffer,
  now: Date,
): RefreshVerdict {
  if (session.revokedAt !== null || session.expiresAt <= now) return 'ended';
  if (session.refreshHash.equals(presented)) return 'valid';
  const isLastSpent = session.spentHash?.equals(presented) ?? false;
  const age = now.getTime() - (session.spentAt?.getTime() ?? 0);
  return isLastSpent && age <= REUSE_GRACE_MS ? 'repeated' : 'reused';
}
