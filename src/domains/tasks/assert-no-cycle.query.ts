/** Keeps tasks from waiting for one another. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { DomainError } from '../../shared/domain-error';
import { pathBetween } from './dependency-cycle.rules';
import { TaskDependencyRepository } from './task-links.repository';
import { TaskRepository } from './tasks.repository';

/**
 * Called before `taskId` is made to wait for `dependsOnTaskId`; holds until the transaction ends.
 * @throws DomainError dependency_cycle with the tasks of the circle in order, beginning and ending with `taskId`
 */
export async function assertNoCycle(uow: UnitOfWork, taskId: string, dependsOnTaskId: string): Promise<void> {
  const edges = await new TaskDependencyRepository(uow.trx, uow.organizationId).lockedChain(dependsOnTaskId);
  const way = pathBetween(edges, dependsOnTaskId, taskId);
  if (way === null) return;
  const tasks = await new TaskRepository(uow.trx, uow.organizationId).findMany(way);
  const titles = new Map(tasks.map((task) => [task.id, task.title]));
  const path = [taskId, ...way].map((id) => ({ id, title: titles.get(id) ?? null }));
  const words = path.map(({ id, title }) => title ?? `the deleted task ${id}`).join(' → ');
  throw new DomainError('dependency_cycle', `The tasks would wait for one another: ${words}.`, { path });
}
