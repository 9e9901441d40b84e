/** Epics go and come back with their project. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { EpicRepository } from './epics.repository';
import type { Epic } from './epics.types';

/** Deletes the live epics of a project, at the instant of the project's own delete. */
export async function deleteEpicsOfProject(uow: UnitOfWork, projectId: string, deletedAt: Date): Promise<void> {
  const epics = await new EpicRepository(uow.trx, uow.organizationId).deleteAll('project_id', projectId, deletedAt);
  record(uow, 'epic.deleted', epics);
}

/** Restores the epics that went with the project. */
export async function restoreEpicsOfProject(uow: UnitOfWork, projectId: string, deletedAt: Date): Promise<void> {
  const epics = await new EpicRepository(uow.trx, uow.organizationId).restoreAll('project_id', projectId, deletedAt);
  record(uow, 'epic.restored', epics);
}

function record(uow: UnitOfWork, event: string, epics: readonly Epic[]): void {
  for (const epic of epics) {
    const isGone = epic.deletedAt !== null;
    const facts = { entityType: 'epic', entityId: epic.id };
    uow.audit({ event, ...facts, before: isGone ? epic : null, after: isGone ? null : epic });
    uow.emit({ type: event, ...facts, version: epic.version });
  }
}
