/** Who follows which calendar when. Lists use person_calendars_of_person. */
import type { Transaction } from '../../platform/database';
import { RecordModel } from '../../platform/record-model';
import { RecordRepository } from '../../platform/record-repository';
import type { PersonCalendar } from './people.types';

class PersonCalendarModel extends RecordModel {
  static override tableName = 'person_calendars';
}

export class PersonCalendarRepository extends RecordRepository<PersonCalendar> {
  constructor(trx: Transaction, organizationId: string) {
    super(trx, organizationId, {
      model: PersonCalendarModel,
      noun: 'calendar assignment',
      sort: { column: 'starts_on', cast: 'date' },
    });
  }
}
