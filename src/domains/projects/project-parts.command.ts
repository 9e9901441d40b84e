/** A project's epics and tasks go with it and come back with it. Its members, comments and files stay as they are. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { deleteEpicsOfProject, restoreEpicsOfProject } from '../epics/delete-epics-of-project.command';
import { deleteTasksOfProject, restoreTasksOfProject } from '../tasks/delete-tasks-of-project.command';

/** `deletedAt` is the instant of the project's own delete: by it they are known again. */
export async function deletePartsOfProject(uow: UnitOfWork, projectId: string, deletedAt: Date): Promise<void> {
  await deleteTasksOfProject(uow, projectId, deletedAt);
  await deleteEpicsOfProject(uow, projectId, deletedAt);
}

/** Brings back what went with the project, and nothing that was deleted before. */
export async function restorePartsOfProject(uow: UnitOfWork, projectId: string, deletedAt: Date): Promise<void> {
  await restoreEpicsOfProject(uow, projectId, deletedAt);
  await restoreTasksOfProject(uow, projectId, deletedAt);
}
