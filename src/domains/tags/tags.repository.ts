/** Tags. Lists by name use tags_name_key. */
import type { Transaction } from '../../platform/database';
import { RecordModel } from '../../platform/record-model';
import { RecordRepository } from '../../platform/record-repository';
import { newId } from '../../shared/ids';
import type { Tag } from './tags.types';

class TagModel extends RecordModel {
  static override tableName = 'tags';
}

export class TagRepository extends RecordRepository<Tag> {
  constructor(trx: Transaction, organizationId: string) {
    super(trx, organizationId, { model: TagModel, noun: 'tag', sort: { column: 'name', cast: 'text' } });
  }

  /** Adds those of the names that are not there yet, and answers them. */
  async addMissing(names: readonly string[]): Promise<Tag[]> {
    // Everybody adds in the same order, so that two who add the same names do not wait for each other in a circle.
    const rows = [...new Set(names)]
      .sort()
      .map((name) => ({ id: newId(), organization_id: this.organizationId, name }));
    const added = await this.trx('tags')
      .insert(rows)
      .onConflict(this.trx.raw('(organization_id, name) where deleted_at is null'))
      .ignore()
      .returning<object[]>('*');
    return added.map((row) => TagModel.fromDatabaseJson(row) as unknown as Tag);
  }
}
