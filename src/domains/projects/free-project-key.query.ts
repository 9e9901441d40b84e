/** A key for a new project. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { freeKey, keyBaseOf } from './project-key.rules';
import { ProjectRepository } from './projects.repository';

/** The wished key if nobody has it, else the first free one like it; out of the name when none is wished. */
export async function freeProjectKey(uow: UnitOfWork, wish: string): Promise<string> {
  const base = keyBaseOf(wish);
  return freeKey(base, await new ProjectRepository(uow.trx, uow.organizationId).keysLike(base));
}
