/** Policies. The one of a kind by approval_policies_kind_key. */
import type { Transaction } from '../../platform/database';
import { RecordModel } from '../../platform/record-model';
import { RecordRepository } from '../../platform/record-repository';
import type { ApprovalKind, ApprovalPolicy } from './approvals.types';

class ApprovalPolicyModel extends RecordModel {
  static override tableName = 'approval_policies';
  static override jsonAttributes = ['levels'];
}

export class ApprovalPolicyRepository extends RecordRepository<ApprovalPolicy> {
  constructor(trx: Transaction, organizationId: string) {
    super(trx, organizationId, {
      model: ApprovalPolicyModel,
      noun: 'approval policy',
      sort: { column: 'kind', cast: 'text' },
    });
  }

  /** The policy in force for a kind; undefined when that needs no approval. */
  async ofKind(kind: ApprovalKind): Promise<ApprovalPolicy | undefined> {
    return (await this.live().findOne({ kind })) as unknown as ApprovalPolicy | undefined;
  }
}
