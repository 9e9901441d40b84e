/** The actor's own account, as a change of its password needs it. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { SessionRepository } from './sessions.repository';
import type { Account } from './sessions.types';

/** What the password is to be judged by. Never answered to anybody. */
export async function findOwnAccount(uow: UnitOfWork): Promise<Account> {
  return new SessionRepository(uow.trx).getAccount(uow.actor.userId ?? '');
}
