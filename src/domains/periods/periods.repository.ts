/** Periods, ordered by month. Relies on periods_month_key. */
import type { Transaction } from '../../platform/database';
import { RecordModel } from '../../platform/record-model';
import { RecordRepository } from '../../platform/record-repository';
import type { IsoDate } from '../../shared/calendar-dates';
import { newId } from '../../shared/ids';
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

  /** The same, with an open one stored where there was none. */
  async ofMonthOrNew(month: IsoDate): Promise<Period> {
    await this.trx.raw(
      `insert into periods (organization_id, id, month, state) values (?, ?, ?, 'open')
       on conflict (organization_id, month) where deleted_at is null do nothing`,
      [this.organizationId, newId(), month],
    );
    const period = await this.ofMonth(month);
    if (period === undefined) throw new Error('the month that was just stored is not there');
    return period;
  }
}
