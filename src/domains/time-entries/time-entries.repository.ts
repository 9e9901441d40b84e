/** Time entries, ordered by date. Lists of one person use time_entries_of_person. */
import type { Transaction } from '../../platform/database';
import { RecordModel } from '../../platform/record-model';
import { RecordRepository } from '../../platform/record-repository';
import type { TimeEntry } from './time-entries.types';

class TimeEntryModel extends RecordModel {
  static override tableName = 'time_entries';
}

export class TimeEntryRepository extends RecordRepository<TimeEntry> {
  constructor(trx: Transaction, organizationId: string) {
    super(trx, organizationId, { model: TimeEntryModel, noun: 'time entry', sort: { column: 'date', cast: 'date' } });
  }
}
