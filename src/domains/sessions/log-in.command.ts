/** Signs a user in. */
import type { AccessTokens } from '../../platform/access-tokens';
import type { InTransaction } from '../../platform/database';
import type { LoginThrottle } from '../../platform/login-throttle';
import { verifyPassword } from '../../platform/passwords';
import { attemptSignIn } from './attempt-sign-in.command';
import { enterSession } from './enter-session.command';
import { findAccount } from './find-account.query';
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
 * transaction is open while the password is judged.
 * @throws DomainError invalid_credentials, too_many_requests
 */
export async function logIn(inTransaction: InTransaction, deps: LoginDeps, input: LoginInput): Promise<TokenPair> {
  const email = input.email.toLowerCase();
  return attemptSignIn(deps.throttle, { email, address: input.address }, () =>
    judge(inTransaction, deps, { ...input, email }),
  );
}

/** The tokens of a new session; undefined when there is nothing to be had with these credentials. */
async function judge(inTransaction: InTransaction, deps: LoginDeps, input: LoginInput): Promise<TokenPair | undefined> {
  const account = await inTransaction((trx) => findAccount(trx, input.email));
  const fits = await verifyPassword(account?.passwordHash, input.password);
  if (!fits || account === undefined) return undefined;
  const entering = { ...input, userId: account.id, judgedBy: account.passwordHash };
  return inTransaction((trx) => enterSession(trx, deps, entering));
}
