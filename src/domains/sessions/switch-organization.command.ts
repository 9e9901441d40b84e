/** Lets a signed-in user into another organisation of theirs. */
import type { AccessTokens } from '../../platform/access-tokens';
import { enterSystemScope, type UnitOfWork } from '../../platform/unit-of-work';
import { DomainError, referenceNotFound } from '../../shared/domain-error';
import { openSession } from './open-session.command';
import { OwnSessionRepository } from './own-sessions.repository';
import { SessionRepository } from './sessions.repository';
import type { TokenPair } from './sessions.types';

/**
 * Opens a session in that organisation; the one that asks goes on, so that an answer that gets lost signs nobody out.
 * @throws DomainError reference_not_found for an organisation that is unknown or not the actor's, unauthenticated
 */
export async function switchOrganization(
  uow: UnitOfWork,
  deps: { tokens: AccessTokens },
  input: { organizationId: string; address: string; userAgent: string | null },
): Promise<TokenPair> {
  const { userId, sessionId } = uow.actor;
  if (userId === null || sessionId === null) throw new DomainError('forbidden', 'Only a signed-in user can do this.');
  await enterSystemScope(uow.trx, 'login');
  const sessions = new SessionRepository(uow.trx);
  await sessions.holdUser(userId);
  // A change of the password may have ended all sessions while the user was waited for.
  if (!(await new OwnSessionRepository(uow.trx, userId).isLive(sessionId, uow.now)))
    throw new DomainError('unauthenticated', 'The session has ended; sign in again.');
  const user = await sessions.loadUser(userId, input.organizationId);
  if (user === undefined) throw referenceNotFound('/org_id');
  return openSession(uow.trx, deps, { user, address: input.address, userAgent: input.userAgent, now: uow.now });
}
