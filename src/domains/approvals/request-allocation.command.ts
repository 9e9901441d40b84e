/** Asks for a person of somebody else's. */
import { assertReferences } from '../../platform/references';
import type { UnitOfWork } from '../../platform/unit-of-work';
import { DomainError } from '../../shared/domain-error';
import { newId } from '../../shared/ids';
import { allocationFields, type AllocationInput } from '../allocations/allocation-record.rules';
import { listProjectsOfTasks } from '../tasks/list-projects-of-tasks.query';
import { placementOf } from '../tasks/task-placement.rules';
import type { Approval } from './approvals.types';
import { startApproval } from './start-approval.command';

/**
 * Books nothing yet: once approved, the allocation is created, under the id that is the request's subject.
 * @throws DomainError validation_failed, reference_not_found, conflict when no policy says who decides
 */
export async function requestAllocation(
  uow: UnitOfWork,
  request: { input: AllocationInput; message: string | null },
): Promise<Approval> {
  const projectOfTask = await listProjectsOfTasks(uow, [request.input.taskId]);
  const placement = placementOf(request.input, null, { projectOfTask });
  const fields = allocationFields({ ...request.input, ...placement }, null);
  await assertReferences(uow, 'people', [{ id: fields.personId, pointer: '/person_id' }]);
  await assertReferences(uow, 'projects', [{ id: fields.projectId, pointer: '/project_id' }]);
  const approval = await startApproval(uow, {
    kind: 'allocation_request',
    subject: { type: 'allocation', id: newId(), personId: fields.personId },
    payload: { fields },
    message: request.message,
  });
  if (approval !== null) return approval;
  throw new DomainError('conflict', 'No approval policy says who decides about allocation requests.');
}
