/** Books people: one allocation or many, all or nothing. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { holdBookingReferences } from '../../platform/references';
import { changePlan } from '../capacity/change-plan.command';
import { NO_SCOPE, type Impact, type PlanOptions } from '../capacity/impact.types';
import { listProjectsOfTasks } from '../tasks/list-projects-of-tasks.query';
import { placementOf } from '../tasks/task-placement.rules';
import { listPeopleLed } from '../teams/list-people-led.query';
import { allocationFields, allocationScope, type AllocationInput } from './allocation-record.rules';
import { assertMayBook } from './allocations.policy';
import { AllocationRepository } from './allocations.repository';
import type { Allocation } from './allocations.types';

/**
 * Stores the allocations in the order given. `bulk` says that the body was an array, so that pointers name the item.
 * @throws DomainError validation_failed, reference_not_found, forbidden, planning_conflict, period_closed
 */
export async function createAllocations(
  uow: UnitOfWork,
  request: { inputs: readonly AllocationInput[]; bulk: boolean; options: PlanOptions },
): Promise<{ allocations: Allocation[]; impact: Impact }> {
  const pointers = request.inputs.map((_, index) => (request.bulk ? `/${String(index)}` : ''));
  const tasks = request.inputs.map((input) => input.taskId);
  const projectOfTask = await listProjectsOfTasks(uow, tasks);
  const records = request.inputs.map((input, index) => {
    const pointer = pointers[index] ?? '';
    return allocationFields({ ...input, ...placementOf(input, null, { projectOfTask, pointer }) }, null, pointer);
  });
  const references = (field: 'personId' | 'projectId', name: string) =>
    records.map((record, index) => ({ id: record[field], pointer: `${pointers[index] ?? ''}/${name}` }));
  await holdBookingReferences(uow, {
    people: references('personId', 'person_id'),
    projects: references('projectId', 'project_id'),
  });
  assertMayBook(
    uow.actor,
    records.map((record) => record.personId),
    await listPeopleLed(uow),
  );
  const scope = allocationScope(records, 'allocation.created') ?? NO_SCOPE;
  const { result, impact } = await changePlan(
    uow,
    {
      scope,
      options: request.options,
      areHeld: true,
      added: (stored: Allocation[]) => new Set(stored.map(({ id }) => id)),
    },
    () => new AllocationRepository(uow.trx, uow.organizationId).insertMany(records),
  );
  for (const allocation of result) recordCreation(uow, allocation);
  return { allocations: result, impact };
}

function recordCreation(uow: UnitOfWork, allocation: Allocation): void {
  const facts = { entityType: 'allocation', entityId: allocation.id };
  uow.audit({ event: 'allocation.created', ...facts, before: null, after: allocation });
  uow.emit({ type: 'allocation.created', ...facts, version: allocation.version });
}
