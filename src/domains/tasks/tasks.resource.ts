/** Tasks as a resource. One that is booked or worked on stays in its project and cannot be deleted: 409 until that is moved. */
import type { CrudResource } from '../../http/crud-resource';
import { assertReferences } from '../../platform/references';
import { whereContains } from '../../platform/where-contains';
import type { NewRecord } from '../../platform/record-repository';
import type { UnitOfWork } from '../../platform/unit-of-work';
import { assertInOrder } from '../../shared/assert-in-order';
import { DomainError } from '../../shared/domain-error';
import { minutesOfHours } from '../../shared/wire-hours';
import { patched } from '../../shared/patched';
import { countAllocationsOf } from '../allocations/count-allocations-of.query';
import { assertEpicOfProject } from '../epics/assert-epic-of-project.query';
import { registerTags } from '../tags/register-tags.command';
import { countTimeEntriesOf } from '../time-entries/count-time-entries-of.query';
import { presentTask } from './tasks.presenter';
import { TaskRepository } from './tasks.repository';
import { changedTask, newTask, taskAnswer, taskFilter, type TaskBody, type TaskFilter } from './tasks.schema';
import type { Task } from './tasks.types';

export const tasksResource: CrudResource<Task> = {
  path: '/tasks',
  tag: 'Tasks',
  noun: 'task',
  permissions: { read: 'task.read', write: 'task.write' },
  operations: ['list', 'get', 'create', 'update', 'delete'],
  listQuery: taskFilter,
  filter: (rows, { query }) => {
    const { project_id, status, assignee_person_id, epic_id, tag, q } = query as TaskFilter;
    if (project_id !== undefined) rows.where('project_id', project_id);
    if (status !== undefined) rows.where('status', status);
    if (assignee_person_id !== undefined) TaskRepository.assignedTo(rows, assignee_person_id);
    if (epic_id !== undefined) rows.where('epic_id', epic_id);
    if (tag !== undefined) rows.whereRaw('? = any (tags)', [tag]);
    whereContains(rows, ['title'], q);
  },
  create: newTask,
  update: changedTask,
  answer: taskAnswer,
  repository: (uow) => new TaskRepository(uow.trx, uow.organizationId),
  toRecord: async (uow, body, { before }) => taskOf(uow, body, before),
  mayHappen: async (uow, { before, after }) => {
    if (before === null || after?.projectId === before.projectId) return;
    // Whoever books on it holds it for share: wait for them, so that the count is of what is committed.
    await new TaskRepository(uow.trx, uow.organizationId).getForUpdate(before.id);
    const allocations = await countAllocationsOf(uow, { task_id: before.id });
    const time_entries = await countTimeEntriesOf(uow, { task_id: before.id });
    if (allocations + time_entries === 0) return;
    throw new DomainError(
      'conflict',
      `${String(allocations)} allocations and ${String(time_entries)} time entries are on this task; move or delete them first.`,
      { allocations, time_entries },
    );
  },
  alongside: (uow, { result }) => registerTags(uow, result.deletedAt === null ? result.tags : []),
  present: presentTask,
};

async function taskOf(uow: UnitOfWork, body: TaskBody, before: Task | null): Promise<NewRecord<Task>> {
  const task = {
    projectId: body.project_id ?? before?.projectId ?? '',
    epicId: patched(body.epic_id, before?.epicId),
    title: body.title ?? before?.title ?? '',
    description: patched(body.description, before?.description),
    status: body.status ?? before?.status ?? 'todo',
    estimateMinutes: patched(minutesOfHours(body.estimate_hours), before?.estimateMinutes),
    startDate: patched(body.start_date, before?.startDate),
    dueDate: patched(body.due_date, before?.dueDate),
    tags: [...new Set(body.tags ?? before?.tags)],
    orderIndex: body.order_index ?? before?.orderIndex ?? 0,
  };
  const { projectId, epicId, startDate, dueDate } = task;
  assertInOrder({ start_date: startDate, due_date: dueDate });
  if (projectId !== before?.projectId) {
    await assertReferences(uow, 'projects', [{ id: projectId, pointer: '/project_id' }]);
  }
  if (epicId !== before?.epicId || projectId !== before.projectId) await assertEpicOfProject(uow, epicId, projectId);
  return task;
}
