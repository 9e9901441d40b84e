/** Who does a task. It books nobody: allocations do. */
import type { CrudResource } from '../../http/crud-resource';
import { idParams } from '../../http/schemas';
import { assertReferences } from '../../platform/references';
import { TaskAssigneeRepository } from './task-links.repository';
import { presentTaskAssignee } from './tasks.presenter';
import { TaskRepository } from './tasks.repository';
import { newTaskAssignee, taskAssigneeAnswer } from './tasks.schema';
import type { TaskAssignee } from './tasks.types';

export const taskAssigneesResource: CrudResource<TaskAssignee> = {
  path: '/tasks/{id}/assignees',
  tag: 'Tasks',
  noun: 'task_assignee',
  words: { one: 'assignee of a task', many: 'the assignees of a task' },
  permissions: { read: 'task.read', write: 'task.write' },
  operations: ['list', 'create', 'delete'],
  params: idParams,
  recordParam: 'person_id',
  within: async (uow, { id = '' }) => {
    await new TaskRepository(uow.trx, uow.organizationId).get(id);
  },
  find: (uow, { id = '', person_id = '' }) =>
    new TaskAssigneeRepository(uow.trx, uow.organizationId).getPair(id, person_id),
  filter: (rows, { params }) => {
    rows.where('task_id', params['id'] ?? '');
  },
  create: newTaskAssignee,
  update: newTaskAssignee.partial(),
  answer: taskAssigneeAnswer,
  repository: (uow) => new TaskAssigneeRepository(uow.trx, uow.organizationId),
  toRecord: async (uow, body, { params }) => {
    const personId = String(body['person_id']);
    await assertReferences(uow, 'people', [{ id: personId, pointer: '/person_id' }]);
    return { taskId: params['id'] ?? '', personId };
  },
  present: presentTaskAssignee,
};
