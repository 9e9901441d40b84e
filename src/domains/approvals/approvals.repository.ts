/** Requests, newest first by id. What is pending about a thing by approvals_pending_key. */
import type { Transaction } from '../../platform/database';
import { RecordModel, recordsOf } from '../../platform/record-model';
import { RecordRepository } from '../../platform/record-repository';
import type { Approval, ApprovalKind } from './approvals.types';

class ApprovalModel extends RecordModel {
  static override tableName = 'approvals';
  static override jsonAttributes = ['levels', 'payload'];
}

export class ApprovalRepository extends RecordRepository<Approval> {
  constructor(trx: Transaction, organizationId: string) {
    super(trx, organizationId, { model: ApprovalModel, noun: 'approval' });
  }

  /** The request that is pending about a thing, locked for the rest of the transaction. */
  async pendingAbout(kind: ApprovalKind, subjectId: string): Promise<Approval | undefined> {
    return (await this.live()
      .findOne({ kind, subject_id: subjectId, state: 'pending' })
      .forNoKeyUpdate()) as unknown as Approval | undefined;
  }

  /** Pending requests about a person or asked by one of the users, locked for the rest of the transaction. */
  async pendingOf({ personId, userIds }: { personId: string; userIds: readonly string[] }): Promise<Approval[]> {
    const rows = await this.live()
      .where('state', 'pending')
      .where((either) => {
        void either.where('subject_person_id', personId).orWhereIn('requested_by', [...userIds]);
      })
      .orderBy('id')
      .forNoKeyUpdate();
    return rows as unknown as Approval[];
  }

  /** Pending requests asked by one of the users, or for an absence of one of the people. Reads approvals_pending_key. */
  async pendingOwnedBy({ userIds, personIds }: { userIds: string[]; personIds: string[] }): Promise<Approval[]> {
    const { rows } = await this.trx.raw<{ rows: object[] }>(
      `select * from approvals where organization_id = ? and state = 'pending' and deleted_at is null
         and (requested_by = any (?::uuid[]) or kind = 'absence' and subject_person_id = any (?::uuid[]))`,
      [this.organizationId, userIds, personIds],
    );
    return recordsOf<Approval>(ApprovalModel, rows);
  }
}
