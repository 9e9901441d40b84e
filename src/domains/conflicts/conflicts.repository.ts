/** Conflicts on record. Unresolved ones by the partial indexes conflicts_unresolved (organization, person, start) and conflicts_listed (organization, id). */
import type { Transaction } from '../../platform/database';
import { RecordRepository } from '../../platform/record-repository';
import { ConflictModel } from './conflict.model';
import type { ConflictRecord } from './conflicts.types';

export class ConflictRepository extends RecordRepository<ConflictRecord> {
  constructor(trx: Transaction, organizationId: string) {
    super(trx, organizationId, { model: ConflictModel, noun: 'conflict' });
  }

  /** Open and accepted conflicts of these people, ordered by person, then start. */
  async unresolved(personIds: readonly string[]): Promise<ConflictRecord[]> {
    const rows = await this.live()
      .whereIn('person_id', [...personIds])
      .where('state', '<>', 'resolved')
      .orderBy(['person_id', 'start_date', 'id']);
    return rows as unknown as ConflictRecord[];
  }
}
