/** Ends a session. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { hashRefreshToken, judgeRefresh, sessionIdOf } from './refresh-tokens.rules';
import { SessionRepository } from './sessions.repository';

/**
 * Revokes the session of a refresh token when it is the actor's own. An unknown, spent or foreign token changes nothing and
 * is no error, so logging out twice is harmless.
 */
export async function logOut(uow: UnitOfWork, input: { refreshToken: string; now: Date }): Promise<void> {
  const sessions = new SessionRepository(uow.trx);
  const id = sessionIdOf(input.refreshToken);
  const session = id === undefined ? undefined : await sessions.lock(id);
  if (session === undefined || session.userId !== uow.actor.userId) return;
  const verdict = judgeRefresh(session, hashRefreshToken(input.refreshToken), input.now);
  if (verdict !== 'ended') await sessions.revoke(session.id, input.now);
}
