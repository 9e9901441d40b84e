/** Ends a session. */
import type { Transaction } from '../../platform/database';
import { hashRefreshToken, judgeRefresh, sessionIdOf } from './refresh-tokens.rules';
import { SessionRepository } from './sessions.repository';

/** Revokes the session of a refresh token; an unknown or spent one is no error, so logging out twice is harmless. */
export async function logOut(trx: Transaction, input: { refreshToken: string; now: Date }): Promise<void> {
  const sessions = new SessionRepository(trx);
  const id = sessionIdOf(input.refreshToken);
  const session = id === undefined ? undefined : await sessions.lock(id);
  if (session === undefined) return;
  const verdict = judgeRefresh(session, hashRefreshToken(input.refreshToken), input.now);
  if (verdict !== 'ended') await sessions.revoke(session.id, input.now);
}
