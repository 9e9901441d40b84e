/** Absences. Lists of one person use absences_of_person. */
import type { Transaction } from '../../platform/database';
import { RecordModel } from '../../platform/record-model';
import { RecordRepository } from '../../platform/record-repository';
import type { Absence } from './absences.types';

class AbsenceModel extends RecordModel {
  static override tableName = 'absences';
}

export class AbsenceRepository extends RecordRepository<Absence> {
  constructor(trx: Transaction, organizationId: string) {
    super(trx, organizationId, {
      model: AbsenceModel,
      noun: 'absence',
      sort: { column: 'start_date', cast: 'date' },
    });
  }

  /** All live absences of a type, whoever's; reads the organisation's absences. */
  async ofType(typeId: string): Promise<Absence[]> {
    return (await this.live().where('type_id', typeId)) as unknown as Absence[];
  }
}
