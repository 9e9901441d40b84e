/** Work in another organisation inside one transaction: for the few acts that join two of them. */
import type { Actor } from '../access/actor';
import type { Transaction } from './database';
import { bindOrganization, UnitOfWork, type UnitOfWorkRequest } from './unit-of-work';

/**
 * Runs `work` as `actor` in the actor's organisation; its audit entries and events are that organisation's. The transaction
 * stays bound to it: bind it back where it goes on elsewhere.
 */
export async function withinOrganization<T>(
  trx: Transaction,
  { actor, request }: { actor: Actor; request: UnitOfWorkRequest },
  work: (uow: UnitOfWork) => Promise<T>,
): Promise<T> {
  await bindOrganization(trx, actor.organizationId);
  const uow = new UnitOfWork(trx, actor, request);
  const result = await work(uow);
  await uow.flush();
  return result;
}
