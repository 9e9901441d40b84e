/** Work patterns. Lists use work_patterns_name. */
import type { Transaction } from '../../platform/database';
import { RecordModel } from '../../platform/record-model';
import { RecordRepository } from '../../platform/record-repository';
import type { WorkPatternRecord } from './work-patterns.types';

class WorkPatternModel extends RecordModel {
  static override tableName = 'work_patterns';
  static override jsonAttributes = ['days'];
}

export class WorkPatternRepository extends RecordRepository<WorkPatternRecord> {
  constructor(trx: Transaction, organizationId: string) {
    super(trx, organizationId, {
      model: WorkPatternModel,
      noun: 'work pattern',
      sort: { column: 'name', cast: 'text' },
    });
  }
}
