/** A key for a new project. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { freeKey, keyBaseOf } from './project-key.rules';
import { ProjectRepository } from './projects.repository';

/**
 * The wished key if nobody has it, else the first free one like it; out of the name when none is wished. Who asks next waits until
 * this transaction has ended, so that no two find the same key free.
 */
export async function freeProjectKey(uow: UnitOfWork, wish: string): Promise<string> {
  await uow.trx.raw('select pg_advisory_xact_lock(hashtextextended(?, 0))', [`project-keys/${uow.organizationId}`]);
  const base = keyBaseOf(wish);
  return freeKey(base, await new ProjectRepository(uow.trx, uow.organizationId).keysLike(base));
}
