/** Periods, ordered by month. Relies on periods_month_key. */
import type { Transaction } from '../../platform/database';
import { RecordModel } from '../../platform/record-model';
import { RecordRepository } from '../../platform/record-repository';
import type { IsoDate } from '../../shared/calendar-dates';
import type { Period } from './periods.types';

class PeriodModel extends RecordModel {
  static override tableName = 'periods';
}

export class PeriodRepository extends RecordRepository<Period> {
  constructor(trx: Transaction, organizationId: string) {
    super(trx, organizationId, { model: PeriodModel, noun: 'period', sort: { column: 'month', cast: 'date' } });
  }

  /** The record of a month by its first day; undefined when it was never closed. */
  async ofMonth(month: IsoDate): Promise<Period | undefined> {
    return (await this.live().findOne({ month })) as unknown as Period | undefined;
  }
}
