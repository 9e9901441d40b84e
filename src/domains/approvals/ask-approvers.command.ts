/** Asks the approvers of a level. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { ApprovalNoticeRepository } from './approval-notices.repository';
import type { ApprovalFile, ApproverDirectory } from './approvals.types';
import { authorityAt } from './approvers.rules';

/** Notes for everybody who may decide at the request's current level that they are to be asked; the workflow sends the mails. */
export async function askApprovers(
  uow: UnitOfWork,
  file: Pick<ApprovalFile, 'approval' | 'steps'>,
  directory: ApproverDirectory,
): Promise<void> {
  const { approval } = file;
  const { standing } = authorityAt(file, approval.currentLevel, directory);
  await new ApprovalNoticeRepository(uow.trx, uow.organizationId).note(
    [...standing.keys()].map((recipientUserId) => ({
      approvalId: approval.id,
      level: approval.currentLevel,
      kind: 'asked',
      sequence: 0,
      recipientUserId,
    })),
    uow.now,
  );
}
