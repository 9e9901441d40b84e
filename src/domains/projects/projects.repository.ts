/** Projects. Lists by name read the organisation's projects; keys use projects_key, bookings allocations_of_project. */
import type { Transaction } from '../../platform/database';
import { RecordModel } from '../../platform/record-model';
import { RecordRepository } from '../../platform/record-repository';
import type { Project } from './projects.types';

class ProjectModel extends RecordModel {
  static override tableName = 'projects';
}

export class ProjectRepository extends RecordRepository<Project> {
  constructor(trx: Transaction, organizationId: string) {
    super(trx, organizationId, { model: ProjectModel, noun: 'project', sort: { column: 'name', cast: 'text' } });
  }

  /** Live projects with one of these keys. */
  async withKeys(keys: readonly string[]): Promise<Project[]> {
    return (await this.live().whereIn('key', [...keys])) as unknown as Project[];
  }

  /** The live keys that are `base` or start with `base-`. */
  async keysLike(base: string): Promise<Set<string>> {
    const rows = await this.live().whereRaw('(key = ? or starts_with(key, ?))', [base, `${base}-`]);
    return new Set((rows as unknown as Project[]).map((row) => row.key));
  }
}
