/** Projects by their keys, for other domains. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { ProjectRepository } from './projects.repository';
import type { Project } from './projects.types';

/** The live projects that have one of these keys. */
export async function listProjectsOfKeys(uow: UnitOfWork, keys: readonly string[]): Promise<Project[]> {
  return keys.length === 0 ? [] : new ProjectRepository(uow.trx, uow.organizationId).withKeys(keys);
}
