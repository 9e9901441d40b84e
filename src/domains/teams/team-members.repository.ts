/** Spells of membership. Lists and spells use the index behind team_members_overlap, or team_members_of_person. */
import type { Transaction } from '../../platform/database';
import { RecordModel } from '../../platform/record-model';
import { RecordRepository } from '../../platform/record-repository';
import { DomainError } from '../../shared/domain-error';
import type { TeamMember } from './teams.types';

class TeamMemberModel extends RecordModel {
  static override tableName = 'team_members';
}

export class TeamMemberRepository extends RecordRepository<TeamMember> {
  constructor(trx: Transaction, organizationId: string) {
    super(trx, organizationId, {
      model: TeamMemberModel,
      noun: 'team member',
      sort: { column: 'active_from', cast: 'date' },
    });
  }

  /** The spell that starts on `activeFrom`, or the latest one. @throws DomainError not_found */
  async getSpell(spell: { teamId: string; personId: string; activeFrom: string | undefined }): Promise<TeamMember> {
    const rows = this.live().where({ team_id: spell.teamId, person_id: spell.personId });
    if (spell.activeFrom !== undefined) rows.where('active_from', spell.activeFrom);
    const row = await rows.orderBy('active_from', 'desc').first();
    if (row === undefined) throw new DomainError('not_found', 'There is no such team member.');
    return row as unknown as TeamMember;
  }
}
