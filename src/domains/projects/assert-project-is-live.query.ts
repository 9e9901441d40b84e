/** Whether a deleted part of a project has a place to come back to. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { DomainError } from '../../shared/domain-error';

/** Holds the project for share until the transaction ends. @throws DomainError conflict while it is deleted */
export async function assertProjectIsLive(uow: UnitOfWork, projectId: string): Promise<void> {
  const project = await uow
    .trx('projects')
    .where({ organization_id: uow.organizationId, id: projectId })
    .whereNull('deleted_at')
    .forShare()
    .first<{ id: string } | undefined>('id');
  if (project !== undefined) return;
  throw new DomainError('conflict', 'The project is deleted; restore that first.', { project: projectId });
}
