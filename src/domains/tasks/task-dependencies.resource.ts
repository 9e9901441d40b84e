/** What a task waits for (`blocks`) or points to (`relates`), in any project of the organisation; never in a circle. */
import type { CrudResource } from '../../http/crud-resource';
import { idParams } from '../../http/schemas';
import { assertReferences } from '../../platform/references';
import { invalidField } from '../../shared/domain-error';
import { assertNoCycle } from './assert-no-cycle.query';
import { TaskDependencyRepository } from './task-links.repository';
import { presentTaskDependency } from './tasks.presenter';
import { TaskRepository } from './tasks.repository';
import { newTaskDependency, taskDependencyAnswer } from './tasks.schema';
import type { TaskDependency } from './tasks.types';

export const taskDependenciesResource: CrudResource<TaskDependency> = {
  path: '/tasks/{id}/dependencies',
  tag: 'Tasks',
  noun: 'task_dependency',
  words: { one: 'dependency of a task', many: 'what a task depends on' },
  permissions: { read: 'task.read', write: 'task.write' },
  operations: ['list', 'create', 'delete'],
  params: idParams,
  recordParam: 'depends_on_task_id',
  within: async (uow, { id = '' }) => {
    await new TaskRepository(uow.trx, uow.organizationId).get(id);
  },
  find: (uow, { id = '', depends_on_task_id = '' }) =>
    new TaskDependencyRepository(uow.trx, uow.organizationId).getPair(id, depends_on_task_id),
  filter: (rows, { params }) => {
    rows.where('task_id', params['id'] ?? '').whereRaw(
      `exists (select from tasks t where t.organization_id = task_dependencies.organization_id
        and t.id = task_dependencies.depends_on_task_id and t.deleted_at is null)`,
    );
  },
  create: newTaskDependency,
  update: newTaskDependency.partial(),
  answer: taskDependencyAnswer,
  repository: (uow) => new TaskDependencyRepository(uow.trx, uow.organizationId),
  toRecord: async (uow, body, { params: { id = '' } }) => {
    const { depends_on_task_id, type } = body as { depends_on_task_id: string; type: TaskDependency['type'] };
    if (depends_on_task_id === id) {
      throw invalidField('/depends_on_task_id', 'own_dependency', 'a task does not depend on itself');
    }
    await assertReferences(uow, 'tasks', [{ id: depends_on_task_id, pointer: '/depends_on_task_id' }]);
    return { taskId: id, dependsOnTaskId: depends_on_task_id, type };
  },
  mayHappen: async (uow, { after }) => {
    if (after?.type === 'blocks') await assertNoCycle(uow, after.taskId, after.dependsOnTaskId);
  },
  present: presentTaskDependency,
};
