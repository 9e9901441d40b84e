/** The conflicts table. */
import { RecordModel } from '../../platform/record-model';

export class ConflictModel extends RecordModel {
  static override tableName = 'conflicts';
  static override jsonAttributes = ['days', 'causes', 'acceptedDays', 'acceptedCauses'];
}
