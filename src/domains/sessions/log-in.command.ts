/** Signs a user in. */
import type { Transaction } from '../../platform/database';
import { ACCESS_TOKEN_SECONDS, type AccessTokens } from '../../platform/access-tokens';
import type { LoginThrottle } from '../../platform/login-throttle';
import { verifyPassword } from '../../platform/passwords';
import { DomainError } from '../../shared/domain-error';
import { newId } from '../../shared/ids';
import { firstRefreshToken, hashRefreshToken, SESSION_LIFETIME_MS } from './refresh-tokens.rules';
import { SessionRepository } from './sessions.repository';
import type { TokenPair } from './sessions.types';

export interface LoginDeps {
  tokens: AccessTokens;
  throttle: LoginThrottle;
}

export interface LoginInput {
  email: string;
  password: string;
  organizationId: string | undefined;
  address: string;
  userAgent: string | null;
  now: Date;
}

/**
 * Opens a session in the organisation asked for, else the one entered last, else the oldest (READINGS 43).
 * An unknown address, a wrong password and an account without organisation are answered alike and take equally long.
 * @throws DomainError invalid_credentials, too_many_requests
 */
export async function logIn(trx: Transaction, deps: LoginDeps, input: LoginInput): Promise<TokenPair> {
  const email = input.email.toLowerCase();
  await deps.throttle.begin(email, input.address);
  const sessions = new SessionRepository(trx);
  const found = await sessions.findUserByEmail(email);
  const fits = await verifyPassword(found?.password_hash, input.password);
  const user = fits && found !== undefined ? await sessions.loadUser(found.id, input.organizationId) : undefined;
  if (user === undefined) throw new DomainError('invalid_credentials', 'Wrong e-mail address or password.');
  await deps.throttle.succeeded(email, input.address);
  const sessionId = newId();
  const refreshToken = firstRefreshToken(sessionId);
  await sessions.insert({
    id: sessionId,
    organizationId: user.organizationId,
    userId: user.id,
    refreshHash: hashRefreshToken(refreshToken),
    expiresAt: new Date(input.now.getTime() + SESSION_LIFETIME_MS),
    userAgent: input.userAgent,
    address: input.address,
  });
  const accessToken = await deps.tokens.sign(
    { userId: user.id, organizationId: user.organizationId, sessionId },
    input.now,
  );
  return { accessToken, refreshToken, expiresInSeconds: ACCESS_TOKEN_SECONDS, user };
}
