/** Opens a session for a user whose password was judged. */
import type { AccessTokens } from '../../platform/access-tokens';
import type { Transaction } from '../../platform/database';
import { openSession } from './open-session.command';
import { SessionRepository } from './sessions.repository';
import type { TokenPair } from './sessions.types';

/**
 * A session in the organisation asked for, else the one entered last, else the oldest (READINGS 43). Undefined when the user
 * belongs to none, or when the password is not any more the one that was judged: who changes it ends all sessions, and one that
 * opens beside it with the old password must be seen, or be too late. Needs the system scope.
 */
export async function enterSession(
  trx: Transaction,
  deps: { tokens: AccessTokens },
  input: {
    userId: string;
    /** The hash that the password was judged by. */
    judgedBy: string | null;
    organizationId: string | undefined;
    address: string;
    userAgent: string | null;
    now: Date;
  },
): Promise<TokenPair | undefined> {
  const sessions = new SessionRepository(trx);
  if ((await sessions.holdUser(input.userId)) !== input.judgedBy) return undefined;
  const user = await sessions.loadUser(input.userId, input.organizationId);
  return user === undefined ? undefined : openSession(trx, deps, { ...input, user });
}
