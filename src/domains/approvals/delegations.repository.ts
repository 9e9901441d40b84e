/** Delegations, by their start. Those in force by delegations_in_force. */
import type { Transaction } from '../../platform/database';
import { RecordModel } from '../../platform/record-model';
import { RecordRepository } from '../../platform/record-repository';
import type { Delegation } from './approvals.types';

class DelegationModel extends RecordModel {
  static override tableName = 'delegations';
}

export class DelegationRepository extends RecordRepository<Delegation> {
  constructor(trx: Transaction, organizationId: string) {
    super(trx, organizationId, {
      model: DelegationModel,
      noun: 'delegation',
      sort: { column: 'starts_on', cast: 'date' },
    });
  }

  /** Everybody's delegations that are valid on a date. */
  async inForceOn(date: string): Promise<Delegation[]> {
    return (await this.live()
      .where('starts_on', '<=', date)
      .where('ends_on', '>=', date)
      .orderBy('id')) as unknown as Delegation[];
  }
}
