/** Holidays. Lists use holidays_of_calendar; generation uses holidays_generated_key. */
import type { Transaction } from '../../platform/database';
import { RecordModel } from '../../platform/record-model';
import { RecordRepository } from '../../platform/record-repository';
import type { Holiday } from './calendars.types';

class HolidayModel extends RecordModel {
  static override tableName = 'holidays';
}

export class HolidayRepository extends RecordRepository<Holiday> {
  constructor(trx: Transaction, organizationId: string) {
    super(trx, organizationId, { model: HolidayModel, noun: 'holiday', sort: { column: 'date', cast: 'date' } });
  }

  /** Which of the keys were generated before, the deleted ones among them. */
  async knownKeys(calendarId: string, keys: readonly string[]): Promise<Set<string>> {
    const rows = await this.all()
      .where('calendar_id', calendarId)
      .whereIn('generated_key', [...keys]);
    return new Set((rows as unknown as Holiday[]).map((row) => row.generatedKey ?? ''));
  }
}
