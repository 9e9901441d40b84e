/** Ends one of the actor's own sessions, e.g. on a device that was lost. */
import { enterSystemScope, type UnitOfWork } from '../../platform/unit-of-work';
import { DomainError } from '../../shared/domain-error';
import { OwnSessionRepository } from './own-sessions.repository';

/** Its tokens are good for nothing from the next request on. @throws DomainError not_found when it is over, unknown or somebody else's */
export async function revokeSession(uow: UnitOfWork, id: string): Promise<void> {
  await enterSystemScope(uow.trx, 'login');
  const ended = await new OwnSessionRepository(uow.trx, uow.actor.userId ?? '').revoke(id, uow.now);
  if (!ended) throw new DomainError('not_found', 'There is no such session.');
}
