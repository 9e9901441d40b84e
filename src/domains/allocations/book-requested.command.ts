/** What an approval does to allocations. Who may approve is decided there; here it is only carried out. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { holdBookingReferences } from '../../platform/references';
import { DomainError } from '../../shared/domain-error';
import { changePlan } from '../capacity/change-plan.command';
import { NO_SCOPE, type Impact } from '../capacity/impact.types';
import { listProjectsOfTasks } from '../tasks/list-projects-of-tasks.query';
import { allocationScope, type AllocationFields } from './allocation-record.rules';
import { AllocationRepository } from './allocations.repository';

/**
 * Books what was asked for, under the id that was given to it then, so that it can exist only once.
 * @throws DomainError conflict when its person, project or task is gone, or the task is of another project by now; period_closed, duplicate
 */
export async function bookRequested(uow: UnitOfWork, id: string, fields: AllocationFields): Promise<Impact> {
  await holdWhatWasAskedFor(uow, fields);
  const scope = allocationScope([fields], 'allocation.created') ?? NO_SCOPE;
  const options = { onConflict: 'report', conflictReason: null } as const;
  const { result, impact } = await changePlan(uow, { scope, options, areHeld: true }, () =>
    new AllocationRepository(uow.trx, uow.organizationId).insert({ ...fields, id }),
  );
  const facts = { entityType: 'allocation', entityId: id };
  uow.audit({ event: 'allocation.created', ...facts, before: null, after: result });
  uow.emit({ type: 'allocation.created', ...facts, version: result.version });
  return impact;
}

/** The references were right when somebody asked; much may have happened since. */
async function holdWhatWasAskedFor(uow: UnitOfWork, fields: AllocationFields): Promise<void> {
  const { personId, projectId, taskId } = fields;
  const projectOfTask = await listProjectsOfTasks(uow, [taskId]);
  if (taskId !== null && projectOfTask.get(taskId) !== projectId) throw notAsAsked('the task');
  try {
    await holdBookingReferences(uow, {
      people: [{ id: personId, pointer: '/person_id' }],
      projects: [{ id: projectId, pointer: '/project_id' }],
    });
  } catch (error) {
    if (error instanceof DomainError && error.code === 'reference_not_found')
      throw notAsAsked('the person or the project');
    throw error;
  }
}

function notAsAsked(what: string): DomainError {
  return new DomainError('conflict', `This can't be booked as it was asked for: ${what} is gone or has moved.`);
}

/**
 * Makes a tentative allocation firm and accepts what does not fit for `reason`.
 * @throws DomainError conflict when it is gone or has another `version` than was asked about, period_closed
 */
export async function confirmAllocation(
  uow: UnitOfWork,
  { id, version, reason }: { id: string; version: number; reason: string },
): Promise<Impact> {
  const repository = new AllocationRepository(uow.trx, uow.organizationId);
  const before = await repository.find(id);
  if (before?.version !== version) {
    throw new DomainError('conflict', 'The allocation is not what was asked about any more.', { allocation_id: id });
  }
  const scope = allocationScope([before], 'allocation.updated') ?? NO_SCOPE;
  const options = { onConflict: 'accept', conflictReason: reason, isApproved: true } as const;
  const { result, impact } = await changePlan(uow, { scope, options }, () =>
    repository.update(before, { status: 'firm' }),
  );
  const facts = { entityType: 'allocation', entityId: id };
  uow.audit({ event: 'allocation.updated', ...facts, before, after: result });
  uow.emit({ type: 'allocation.updated', ...facts, version: result.version });
  return impact;
}
