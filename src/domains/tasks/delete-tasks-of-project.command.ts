/** Tasks go and come back with their project. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { TaskRepository } from './tasks.repository';
import type { Task } from './tasks.types';

/** Deletes the live tasks of a project, at the instant of the project's own delete. */
export async function deleteTasksOfProject(uow: UnitOfWork, projectId: string, deletedAt: Date): Promise<void> {
  const tasks = await new TaskRepository(uow.trx, uow.organizationId).deleteAll('project_id', projectId, deletedAt);
  record(uow, 'task.deleted', tasks);
}

/** Restores the tasks that went with the project. */
export async function restoreTasksOfProject(uow: UnitOfWork, projectId: string, deletedAt: Date): Promise<void> {
  const tasks = await new TaskRepository(uow.trx, uow.organizationId).restoreAll('project_id', projectId, deletedAt);
  record(uow, 'task.restored', tasks);
}

function record(uow: UnitOfWork, event: string, tasks: readonly Task[]): void {
  for (const task of tasks) {
    const isGone = task.deletedAt !== null;
    const facts = { entityType: 'task', entityId: task.id };
    uow.audit({ event, ...facts, before: isGone ? task : null, after: isGone ? null : task });
    uow.emit({ type: event, ...facts, version: task.version });
  }
}
