/** Whether a deleted task has a place to come back to. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { assertReferences } from '../../platform/references';
import { DomainError } from '../../shared/domain-error';
import type { Task } from './tasks.types';

/** @throws DomainError conflict while its project or its epic is deleted */
export async function assertMayComeBack(uow: UnitOfWork, { projectId, epicId }: Task): Promise<void> {
  for (const [table, id, noun] of [
    ['projects', projectId, 'project'],
    ['epics', epicId, 'epic'],
  ] as const) {
    try {
      await assertReferences(uow, table, [{ id, pointer: `/${noun}_id` }]);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      throw new DomainError('conflict', `The ${noun} of the task is deleted; restore that first.`, { [noun]: id });
    }
  }
}
