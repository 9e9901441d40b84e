/** Everything that a vote about one request is judged by. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { ApprovalStepRepository } from './approval-steps.repository';
import type { Approval, ApprovalFile } from './approvals.types';
import { loadApprovers, type LoadedDirectory } from './load-approvers.query';

/** The request with its levels and votes, and who may decide about it now. */
export async function openFile(
  uow: UnitOfWork,
  approval: Approval,
): Promise<{ file: ApprovalFile; directory: LoadedDirectory }> {
  const repository = new ApprovalStepRepository(uow.trx, uow.organizationId);
  const steps = await repository.ofApprovals([approval.id]);
  const decisions = await repository.decisionsOf([approval.id]);
  const directory = await loadApprovers(uow, [approval.subjectPersonId]);
  return { file: { approval, steps, decisions }, directory };
}
