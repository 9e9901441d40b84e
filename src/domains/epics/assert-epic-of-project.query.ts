/** Checks that a task and its epic are of one project. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { invalidField, referenceNotFound } from '../../shared/domain-error';

/**
 * One statement; the epic is held for share until the transaction ends, so that it is not deleted meanwhile. No epic is fine.
 * @throws DomainError reference_not_found, validation_failed (`other_project`) at `/epic_id`
 */
export async function assertEpicOfProject(uow: UnitOfWork, epicId: string | null, projectId: string): Promise<void> {
  if (epicId === null) return;
  const epic = await uow
    .trx('epics')
    .where({ organization_id: uow.organizationId, id: epicId })
    .whereNull('deleted_at')
    .forShare()
    .first<{ project_id: string } | undefined>('project_id');
  if (epic === undefined) throw referenceNotFound('/epic_id');
  if (epic.project_id !== projectId) {
    throw invalidField('/epic_id', 'other_project', 'the epic is of another project than the task');
  }
}
