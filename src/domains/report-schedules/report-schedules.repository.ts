/** Schedules of reports, by their id; those of an owner by report_schedules_of_owner. */
import type { Transaction } from '../../platform/database';
import { RecordModel } from '../../platform/record-model';
import { RecordRepository } from '../../platform/record-repository';
import type { ReportSchedule } from './report-schedules.types';

class ReportScheduleModel extends RecordModel {
  static override tableName = 'report_schedules';
  static override jsonAttributes = ['parameters', 'recipients'];
}

export class ReportScheduleRepository extends RecordRepository<ReportSchedule> {
  constructor(trx: Transaction, organizationId: string) {
    super(trx, organizationId, { model: ReportScheduleModel, noun: 'report schedule' });
  }

  /** The schedule, deleted or not. Every run has one. */
  async findAny(id: string): Promise<ReportSchedule | undefined> {
    return (await this.all().findOne({ id })) as unknown as ReportSchedule | undefined;
  }
}
