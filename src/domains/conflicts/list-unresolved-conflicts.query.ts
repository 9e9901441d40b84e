/** Open and accepted conflicts, for other domains. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { toConflict } from './conflict-records.rules';
import { ConflictRepository } from './conflicts.repository';
import type { Conflict } from './conflicts.types';

/** Of these people, ordered by person, then start. */
export async function listUnresolvedConflicts(uow: UnitOfWork, personIds: readonly string[]): Promise<Conflict[]> {
  const records = await new ConflictRepository(uow.trx, uow.organizationId).unresolved(personIds);
  return records.map(toConflict);
}
