/** The allocations table. */
import { RecordModel } from '../../platform/record-model';

export class AllocationModel extends RecordModel {
  static override tableName = 'allocations';
}
