/** Signs a user in. */
import type { AccessTokens } from '../../platform/access-tokens';
import type { InTransaction } from '../../platform/database';
import type { LoginThrottle } from '../../platform/login-throttle';
import { verifyPassword } from '../../platform/passwords';
import { DomainError } from '../../shared/domain-error';
import { openSession } from './open-session.command';
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
 * An unknown address, a wrong password and an account without organisation are answered alike and take equally long. No
 * transaction is open while the password is judged; an attempt that breaks before its end counts for nothing.
 * @throws DomainError invalid_credentials, too_many_requests
 */
export async function logIn(inTransaction: InTransaction, deps: LoginDeps, input: LoginInput): Promise<TokenPair> {
  const email = input.email.toLowerCase();
  await deps.throttle.begin(email, input.address);
  let pair: TokenPair | undefined;
  try {
    pair = await judge(inTransaction, deps, { ...input, email });
  } catch (error) {
    await deps.throttle.notJudged(email, input.address);
    throw error;
  }
  if (pair === undefined) throw new DomainError('invalid_credentials', 'Wrong e-mail address or password.');
  await deps.throttle.succeeded(email, input.address);
  return pair;
}

/** The tokens of a new session; undefined when there is nothing to be had with these credentials. */
async function judge(inTransaction: InTransaction, deps: LoginDeps, input: LoginInput): Promise<TokenPair | undefined> {
  const found = await inTransaction((trx) => new SessionRepository(trx).findUserByEmail(input.email));
  const fits = await verifyPassword(found?.password_hash, input.password);
  if (!fits || found === undefined) return undefined;
  return inTransaction(async (trx) => {
    const sessions = new SessionRepository(trx);
    // Who changes the password ends all sessions: one that opens beside it with the old password must be seen, or be too late.
    if ((await sessions.holdUser(found.id)) !== found.password_hash) return undefined;
    const user = await sessions.loadUser(found.id, input.organizationId);
    return user === undefined ? undefined : openSession(trx, deps, { ...input, user });
  });
}
