/** Runs, oldest id first; of a schedule by report_runs_by_time, the one of a key by report_runs_key, frozen ones by report_runs_frozen. */
import type { Transaction } from '../../platform/database';
import { RecordModel } from '../../platform/record-model';
import { RecordRepository, type NewRecord } from '../../platform/record-repository';
import { newId } from '../../shared/ids';
import type { ReportRun } from './report-schedules.types';

class ReportRunModel extends RecordModel {
  static override tableName = 'report_runs';
  static override jsonAttributes = ['parameters'];
}

/** What an answer as of an instant must agree in. */
export interface FrozenSearch {
  report: string;
  parametersKey: string;
  audience: string;
  asOf: Date;
}

export class ReportRunRepository extends RecordRepository<ReportRun> {
  constructor(trx: Transaction, organizationId: string) {
    super(trx, organizationId, { model: ReportRunModel, noun: 'report run' });
  }

  /** Stores the run unless its schedule has one of that key; answers the stored one, and whether it is new. */
  async insertOnce(run: NewRecord<ReportRun>): Promise<{ run: ReportRun; isNew: boolean }> {
    const row = { ...run, id: run.id ?? newId(), organizationId: this.organizationId };
    await ReportRunModel.query(this.trx)
      .insert([row] as object[])
      .onConflict(['organization_id', 'schedule_id', 'run_key'])
      .ignore();
    const known = (await this.all().findOne({ schedule_id: run.scheduleId, run_key: run.runKey })) as unknown as
      ReportRun | undefined;
    if (known === undefined) throw new Error('a run is there or was stored');
    return { run: known, isNew: known.id === row.id };
  }

  /** The last one frozen no later than `asOf` that holds the same figures of the same people. */
  async lastFrozen({ report, parametersKey, audience, asOf }: FrozenSearch): Promise<ReportRun | undefined> {
    const row = await this.live()
      .where({ report, parameters_key: parametersKey, audience })
      .where('computed_at', '<=', asOf)
      .orderBy('computed_at', 'desc')
      .first();
    return row as unknown as ReportRun | undefined;
  }

  /** The first one frozen of those figures, whenever that was. */
  async firstFrozen({ report, parametersKey, audience }: Omit<FrozenSearch, 'asOf'>): Promise<ReportRun | undefined> {
    const row = await this.live()
      .where({ report, parameters_key: parametersKey, audience })
      .whereNotNull('computed_at')
      .orderBy('computed_at')
      .first();
    return row as unknown as ReportRun | undefined;
  }
}
