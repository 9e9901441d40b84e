/** Deliveries; those of a run by report_deliveries_key. */
import type { Transaction } from '../../platform/database';
import { RecordModel } from '../../platform/record-model';
import { RecordRepository } from '../../platform/record-repository';
import type { ReportDelivery } from './report-schedules.types';

class ReportDeliveryModel extends RecordModel {
  static override tableName = 'report_deliveries';
}

export class ReportDeliveryRepository extends RecordRepository<ReportDelivery> {
  constructor(trx: Transaction, organizationId: string) {
    super(trx, organizationId, { model: ReportDeliveryModel, noun: 'delivery' });
  }

  /** In the order of the recipients. */
  async ofRun(runId: string): Promise<ReportDelivery[]> {
    return (await this.live().where('run_id', runId).orderBy('id')) as unknown as ReportDelivery[];
  }
}
