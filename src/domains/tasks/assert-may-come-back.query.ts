/** Whether a deleted task has a place to come back to. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { DomainError } from '../../shared/domain-error';
import { assertEpicOfProject } from '../epics/assert-epic-of-project.query';
import { assertProjectIsLive } from '../projects/assert-project-is-live.query';
import type { Task } from './tasks.types';

/** @throws DomainError conflict while its project or its epic is deleted, or its epic has moved to another project */
export async function assertMayComeBack(uow: UnitOfWork, { projectId, epicId }: Task): Promise<void> {
  await assertProjectIsLive(uow, projectId);
  try {
    await assertEpicOfProject(uow, epicId, projectId);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    throw new DomainError('conflict', 'The epic of the task is deleted or in another project; restore that first.', {
      epic: epicId,
    });
  }
}
