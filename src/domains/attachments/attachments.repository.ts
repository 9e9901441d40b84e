/** Files of projects and tasks. Lists of one project or task use attachments_of_entity. */
import type { Transaction } from '../../platform/database';
import { RecordModel } from '../../platform/record-model';
import { RecordRepository } from '../../platform/record-repository';
import type { Attachment } from './attachments.types';

class AttachmentModel extends RecordModel {
  static override tableName = 'attachments';
}

export class AttachmentRepository extends RecordRepository<Attachment> {
  constructor(trx: Transaction, organizationId: string) {
    super(trx, organizationId, { model: AttachmentModel, noun: 'attachment' });
  }

  /** Those of the ids that have a record which is live or was deleted after `since`. */
  async idsInUse(ids: readonly string[], since: Date): Promise<Set<string>> {
    const rows = await this.all()
      .whereIn('id', [...ids])
      .whereRaw('(deleted_at is null or deleted_at > ?)', [since])
      .select('id');
    return new Set((rows as unknown as { id: string }[]).map((row) => row.id));
  }
}
