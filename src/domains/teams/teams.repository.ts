/** Teams. Lists use teams_name_key. */
import type { Transaction } from '../../platform/database';
import { RecordModel } from '../../platform/record-model';
import { RecordRepository } from '../../platform/record-repository';
import type { Team } from './teams.types';

class TeamModel extends RecordModel {
  static override tableName = 'teams';
}

export class TeamRepository extends RecordRepository<Team> {
  constructor(trx: Transaction, organizationId: string) {
    super(trx, organizationId, { model: TeamModel, noun: 'team', sort: { column: 'name', cast: 'text' } });
  }
}
