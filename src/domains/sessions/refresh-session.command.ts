/** Exchanges a refresh token for a new pair. */
import type { Transaction } from '../../platform/database';
import { ACCESS_TOKEN_SECONDS, type AccessTokens } from '../../platform/access-tokens';
import { DomainError } from '../../shared/domain-error';
import { hashRefreshToken, judgeRefresh, SESSION_LIFETIME_MS, sessionIdOf, successorOf } from './refresh-tokens.rules';
import { SessionRepository } from './sessions.repository';
import type { TokenPair } from './sessions.types';

/** Either a new pair, or the refusal to give after the transaction is committed: a reuse must stay revoked. */
export type RefreshOutcome = { pair: TokenPair } | { refusal: DomainError };

/** `successorKey` is a secret of the server; see refresh-tokens.rules.ts. */
export async function refreshSession(
  trx: Transaction,
  deps: { tokens: AccessTokens; successorKey: string },
  input: { refreshToken: string; now: Date },
): Promise<RefreshOutcome> {
  const sessions = new SessionRepository(trx);
  const sessionId = sessionIdOf(input.refreshToken);
  const session = sessionId === undefined ? undefined : await sessions.lock(sessionId);
  if (session === undefined) return { refusal: new DomainError('unauthenticated', 'The refresh token is not valid.') };

  const presented = hashRefreshToken(input.refreshToken);
  const verdict = judgeRefresh(session, presented, input.now);
  if (verdict === 'ended')
    return { refusal: new DomainError('unauthenticated', 'The session has ended; sign in again.') };
  if (verdict === 'reused') {
    await sessions.revoke(session.id, input.now);
    return {
      refusal: new DomainError('refresh_token_reused', 'This refresh token was used before; the session is ended.'),
    };
  }
  const user = await sessions.loadUser(session.userId, session.organizationId);
  if (user === undefined)
    return { refusal: new DomainError('unauthenticated', 'The session has ended; sign in again.') };

  const refreshToken = successorOf(input.refreshToken, deps.successorKey);
  if (verdict === 'valid') {
    await sessions.rotate(session.id, {
      refreshHash: hashRefreshToken(refreshToken),
      spentHash: presented,
      now: input.now,
      expiresAt: new Date(input.now.getTime() + SESSION_LIFETIME_MS),
    });
  }
  const claims = { userId: user.id, organizationId: user.organizationId, sessionId: session.id };
  const accessToken = await deps.tokens.sign(claims, input.now);
  return { pair: { accessToken, refreshToken, expiresInSeconds: ACCESS_TOKEN_SECONDS, user } };
}
