/** The conflict that somebody is about to accept or reopen. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { DomainError } from '../../shared/domain-error';
import { listPeopleLed } from '../teams/list-people-led.query';
import { assertMayDecide } from './conflicts.policy';
import { ConflictRepository } from './conflicts.repository';
import type { ConflictRecord } from './conflicts.types';

/**
 * The record, locked for the rest of the transaction, so that a planning write settles it before or after, never meanwhile.
 * @throws DomainError not_found, forbidden, stale_version, conflict (it is resolved: nothing is left to decide)
 */
export async function findDecidableConflict(uow: UnitOfWork, id: string): Promise<ConflictRecord> {
  const record = await new ConflictRepository(uow.trx, uow.organizationId).getForUpdate(id);
  assertMayDecide(uow.actor, record.personId, await listPeopleLed(uow));
  uow.checkMatch(record.version);
  if (record.state === 'resolved')
    throw new DomainError('conflict', 'The conflict is resolved: nothing is left of it.');
  return record;
}
