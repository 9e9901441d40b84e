/** Opens a session for somebody who has shown who they are. */
import { ACCESS_TOKEN_SECONDS, type AccessTokens } from '../../platform/access-tokens';
import type { Transaction } from '../../platform/database';
import { newId } from '../../shared/ids';
import { firstRefreshToken, hashRefreshToken, SESSION_LIFETIME_MS } from './refresh-tokens.rules';
import { SessionRepository } from './sessions.repository';
import type { SignedInUser, TokenPair } from './sessions.types';

/** A new session of `user` in the organisation they enter, and its first pair of tokens. */
export async function openSession(
  trx: Transaction,
  deps: { tokens: AccessTokens },
  input: { user: SignedInUser; address: string; userAgent: string | null; now: Date },
): Promise<TokenPair> {
  const { user, now } = input;
  const sessionId = newId();
  const refreshToken = firstRefreshToken(sessionId);
  await new SessionRepository(trx).insert({
    id: sessionId,
    organizationId: user.organizationId,
    userId: user.id,
    refreshHash: hashRefreshToken(refreshToken),
    expiresAt: new Date(now.getTime() + SESSION_LIFETIME_MS),
    userAgent: input.userAgent,
    address: input.address,
  });
  const claims = { userId: user.id, organizationId: user.organizationId, sessionId };
  const accessToken = await deps.tokens.sign(claims, now);
  return { accessToken, refreshToken, expiresInSeconds: ACCESS_TOKEN_SECONDS, user };
}
