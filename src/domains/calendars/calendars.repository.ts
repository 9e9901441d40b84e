/** Calendars. Lists use calendars_name_key. */
import type { Transaction } from '../../platform/database';
import { RecordModel } from '../../platform/record-model';
import { RecordRepository } from '../../platform/record-repository';
import type { Calendar } from './calendars.types';

class CalendarModel extends RecordModel {
  static override tableName = 'calendars';
}

export class CalendarRepository extends RecordRepository<Calendar> {
  constructor(trx: Transaction, organizationId: string) {
    super(trx, organizationId, { model: CalendarModel, noun: 'calendar', sort: { column: 'name', cast: 'text' } });
  }
}
