/** The signed-in user with every organisation they belong to. */
import { enterSystemScope, type UnitOfWork } from '../../platform/unit-of-work';
import { DomainError } from '../../shared/domain-error';
import { SessionRepository } from './sessions.repository';
import type { SignedInUser } from './sessions.types';

/** Looks across organisations, for the names of the user's other ones; an API token is told of its own alone. @throws DomainError unauthenticated */
export async function findProfile(uow: UnitOfWork): Promise<SignedInUser> {
  await enterSystemScope(uow.trx, 'login');
  const user = await new SessionRepository(uow.trx).loadUser(uow.actor.userId ?? '', uow.organizationId);
  if (user === undefined) throw new DomainError('unauthenticated', 'The session has ended; sign in again.');
  if (uow.actor.kind !== 'token') return user;
  return { ...user, organizations: user.organizations.filter(({ id }) => id === uow.organizationId) };
}
