/** Allocations as a plain resource; creating them is a command of its own, since it takes many at once. */
import type { z } from 'zod';
import type { CrudResource } from '../../http/crud-resource';
import { assertInOrder } from '../../shared/assert-in-order';
import { planned } from '../capacity/plan-wrapper';
import { listProjectsOfTasks } from '../tasks/list-projects-of-tasks.query';
import { placementOf } from '../tasks/task-placement.rules';
import { allocationFields, allocationScope } from './allocation-record.rules';
import { AllocationRepository } from './allocations.repository';
import { presentAllocation } from './allocations.presenter';
import {
  allocationAnswer,
  allocationFilter,
  allocationInputOf,
  changedAllocation,
  newAllocation,
} from './allocations.schema';
import type { Allocation } from './allocations.types';
import { withdrawRequest } from './withdraw-request.command';
import { checkAllocation } from './check-allocation.query';

/** List, get, change and delete. */
export const allocationResource: CrudResource<Allocation> = {
  path: '/allocations',
  tag: 'Allocations',
  noun: 'allocation',
  permissions: { read: 'allocation.read', write: 'allocation.write' },
  operations: ['list', 'get', 'update', 'delete'],
  isCacheable: true,
  listQuery: allocationFilter,
  filter: (query, input) => {
    const { person_id, project_id, task_id, from, to } = input.query as z.output<z.ZodObject<typeof allocationFilter>>;
    assertInOrder({ from, to }, '/query');
    if (person_id !== undefined) query.where('person_id', person_id);
    if (project_id !== undefined) query.where('project_id', project_id);
    if (task_id !== undefined) query.where('task_id', task_id);
    if (from !== undefined) query.where('end_date', '>=', from);
    if (to !== undefined) query.where('start_date', '<=', to);
  },
  create: newAllocation,
  update: changedAllocation,
  answer: allocationAnswer,
  repository: (uow) => new AllocationRepository(uow.trx, uow.organizationId),
  toRecord: async (uow, body, { before }) => {
    const input = allocationInputOf(body);
    const projectOfTask = await listProjectsOfTasks(uow, [input.taskId]);
    return allocationFields({ ...input, ...placementOf(input, before, { projectOfTask }) }, before);
  },
  mayWrite: checkAllocation,
  mayHappen: withdrawRequest,
  present: presentAllocation,
  plan: planned((_uow, { before, after }) =>
    Promise.resolve(allocationScope([before, after], after === null ? 'allocation.deleted' : 'allocation.updated')),
  ),
};
