/** Epics as a resource. One that has tasks stays in its project and cannot be deleted: 409 until they are moved or deleted. */
import type { CrudResource } from '../../http/crud-resource';
import type { Restoring } from '../../http/restore-route';
import { assertReferences } from '../../platform/references';
import { DomainError } from '../../shared/domain-error';
import { assertProjectIsLive } from '../projects/assert-project-is-live.query';
import { countTasksOfEpic } from '../tasks/count-tasks-of-epic.query';
import { presentEpic } from './epics.presenter';
import { EpicRepository } from './epics.repository';
import { changedEpic, epicAnswer, epicFilter, newEpic, type EpicBody, type EpicFilter } from './epics.schema';
import type { Epic } from './epics.types';

export const epicsResource: CrudResource<Epic> = {
  path: '/epics',
  tag: 'Projects',
  noun: 'epic',
  permissions: { read: 'task.read', write: 'task.write' },
  operations: ['list', 'get', 'create', 'update', 'delete'],
  listQuery: epicFilter,
  filter: (rows, { query }) => {
    const { project_id, status } = query as EpicFilter;
    if (project_id !== undefined) rows.where('project_id', project_id);
    if (status !== undefined) rows.where('status', status);
  },
  create: newEpic,
  update: changedEpic,
  answer: epicAnswer,
  repository: (uow) => new EpicRepository(uow.trx, uow.organizationId),
  toRecord: async (uow, body, { before }) => {
    const { project_id, name, status, order_index } = body as EpicBody;
    if (project_id !== before?.projectId) {
      await assertReferences(uow, 'projects', [{ id: project_id, pointer: '/project_id' }]);
    }
    return {
      projectId: project_id ?? before?.projectId ?? '',
      name: name ?? before?.name ?? '',
      status: status ?? before?.status ?? 'open',
      orderIndex: order_index ?? before?.orderIndex ?? 0,
    };
  },
  mayHappen: async (uow, { before, after }) => {
    if (before === null || after?.projectId === before.projectId) return;
    // Whoever puts a task in it holds it for share: wait for them, so that the count is of what is committed.
    await new EpicRepository(uow.trx, uow.organizationId).getForUpdate(before.id);
    const tasks = await countTasksOfEpic(uow, before.id);
    if (tasks === 0) return;
    throw new DomainError('conflict', `${String(tasks)} tasks are in this epic; move or delete them first.`, { tasks });
  },
  present: presentEpic,
};

/** It comes back to a live project. */
export const epicRestoring: Restoring<Epic> = {
  mayHappen: (uow, { projectId }) => assertProjectIsLive(uow, projectId),
};
