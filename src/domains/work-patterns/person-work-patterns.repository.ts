/** Who follows which pattern, or has which weekly hours, when. Lists use person_work_patterns_of_person. */
import type { Transaction } from '../../platform/database';
import { RecordModel } from '../../platform/record-model';
import { RecordRepository } from '../../platform/record-repository';
import type { PersonWorkPattern } from './work-patterns.types';

class PersonWorkPatternModel extends RecordModel {
  static override tableName = 'person_work_patterns';
}

export class PersonWorkPatternRepository extends RecordRepository<PersonWorkPattern> {
  constructor(trx: Transaction, organizationId: string) {
    super(trx, organizationId, {
      model: PersonWorkPatternModel,
      noun: 'work pattern assignment',
      sort: { column: 'starts_on', cast: 'date' },
    });
  }

  /** The live capacity entry of a person that starts on that date. Index person_work_patterns_capacity. */
  async findCapacity(personId: string, startsOn: string): Promise<PersonWorkPattern | undefined> {
    const row = await this.live().findOne({ person_id: personId, starts_on: startsOn }).whereNotNull('weekly_minutes');
    return row as unknown as PersonWorkPattern | undefined;
  }
}
