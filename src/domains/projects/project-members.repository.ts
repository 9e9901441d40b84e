/** Members of projects. Lists of one project use project_members_key. */
import type { Transaction } from '../../platform/database';
import { RecordModel } from '../../platform/record-model';
import { RecordRepository } from '../../platform/record-repository';
import type { ProjectMember } from './projects.types';

class ProjectMemberModel extends RecordModel {
  static override tableName = 'project_members';
}

export class ProjectMemberRepository extends RecordRepository<ProjectMember> {
  constructor(trx: Transaction, organizationId: string) {
    super(trx, organizationId, { model: ProjectMemberModel, noun: 'project member' });
  }

  /** @throws DomainError not_found */
  async getPair(projectId: string, personId: string): Promise<ProjectMember> {
    return this.getBy({ project_id: projectId, person_id: personId });
  }
}
