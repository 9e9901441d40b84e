/** The levels of requests as they are gone through, and the votes. Indexes approval_steps_level_key, approval_decisions_of_approval. */
import type { Transaction } from '../../platform/database';
import { RecordModel } from '../../platform/record-model';
import { RecordRepository } from '../../platform/record-repository';
import { newId } from '../../shared/ids';
import type { ApprovalDecision, ApprovalStep } from './approvals.types';

class ApprovalStepModel extends RecordModel {
  static override tableName = 'approval_steps';
}

class ApprovalDecisionModel extends RecordModel {
  static override tableName = 'approval_decisions';
}

export class ApprovalStepRepository extends RecordRepository<ApprovalStep> {
  constructor(trx: Transaction, organizationId: string) {
    super(trx, organizationId, { model: ApprovalStepModel, noun: 'approval step' });
  }

  /** The steps of these requests, each request's in order of its levels. */
  async ofApprovals(approvalIds: readonly string[]): Promise<ApprovalStep[]> {
    return (await this.all()
      .whereIn('approval_id', [...approvalIds])
      .orderBy(['approval_id', 'level'])) as unknown as ApprovalStep[];
  }

  /** The votes about these requests in the order they were cast. */
  async decisionsOf(approvalIds: readonly string[]): Promise<ApprovalDecision[]> {
    const rows = await ApprovalDecisionModel.query(this.trx)
      .where('organization_id', this.organizationId)
      .whereIn('approval_id', [...approvalIds])
      .orderBy(['decided_at', 'id']);
    return rows as unknown as ApprovalDecision[];
  }

  /** Stores votes; a second one for the same principal at the same step is refused by its key. */
  async vote(decisions: readonly Omit<ApprovalDecision, 'id'>[]): Promise<ApprovalDecision[]> {
    const rows = decisions.map((decision) => ({ ...decision, id: newId(), organizationId: this.organizationId }));
    const stored = await ApprovalDecisionModel.query(this.trx)
      .insert(rows as object[])
      .returning('*');
    return stored as unknown as ApprovalDecision[];
  }
}
