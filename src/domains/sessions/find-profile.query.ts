/** The signed-in user with every organisation they belong to. */
import { enterSystemScope, type UnitOfWork } from '../../platform/unit-of-work';
import { DomainError } from '../../shared/domain-error';
import { SessionRepository } from './sessions.repository';
import type { SignedInUser } from './sessions.types';

/** Looks across organisations, for the names of the user's other ones. @throws DomainError unauthenticated */
export async function findProfile(uow: UnitOfWork): Promise<SignedInUser> {
  await enterSystemScope(uow.trx, 'login');
  const user = await new SessionRepository(uow.trx).loadUser(uow.actor.userId ?? '', uow.organizationId);
  if (user === undefined) throw new DomainError('unauthenticated', 'The session has ended; sign in again.');
  return user;
}
