/** The levels of requests as they are gone through, and the votes. Indexes approval_steps_level_key, approval_decisions_of_approval. */
import type { Transaction } from '../../platform/database';
import { RecordModel, recordsOf } from '../../platform/record-model';
import { RecordRepository } from '../../platform/record-repository';
import { newId } from '../../shared/ids';
import type { RecordFields } from '../../shared/record-fields';
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

  /** The steps of these requests, each request's in order of its levels. A page asks for many requests at once. */
  async ofApprovals(approvalIds: readonly string[]): Promise<ApprovalStep[]> {
    const { rows } = await this.trx.raw<{ rows: object[] }>(
      `select * from approval_steps where organization_id = ? and approval_id = any (?::uuid[]) order by approval_id, level`,
      [this.organizationId, [...approvalIds]],
    );
    return recordsOf<ApprovalStep>(ApprovalStepModel, rows);
  }

  /** The votes about these requests in the order they were cast. */
  async decisionsOf(approvalIds: readonly string[]): Promise<ApprovalDecision[]> {
    const { rows } = await this.trx.raw<{ rows: object[] }>(
      `select * from approval_decisions where organization_id = ? and approval_id = any (?::uuid[]) order by decided_at, id`,
      [this.organizationId, [...approvalIds]],
    );
    return recordsOf<ApprovalDecision & RecordFields>(ApprovalDecisionModel, rows);
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
