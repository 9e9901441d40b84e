/** Epics. Lists of one project use epics_of_project. */
import type { Transaction } from '../../platform/database';
import { RecordModel } from '../../platform/record-model';
import { RecordRepository } from '../../platform/record-repository';
import type { Epic } from './epics.types';

class EpicModel extends RecordModel {
  static override tableName = 'epics';
}

export class EpicRepository extends RecordRepository<Epic> {
  constructor(trx: Transaction, organizationId: string) {
    super(trx, organizationId, { model: EpicModel, noun: 'epic' });
  }
}
