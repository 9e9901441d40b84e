/** Absence types. Lists and keys use absence_types_key. */
import type { Transaction } from '../../platform/database';
import { RecordModel } from '../../platform/record-model';
import { RecordRepository } from '../../platform/record-repository';
import { newId } from '../../shared/ids';
import type { AbsenceType } from './absences.types';

class AbsenceTypeModel extends RecordModel {
  static override tableName = 'absence_types';
}

export class AbsenceTypeRepository extends RecordRepository<AbsenceType> {
  constructor(trx: Transaction, organizationId: string) {
    super(trx, organizationId, {
      model: AbsenceTypeModel,
      noun: 'absence type',
      sort: { column: 'key', cast: 'text' },
    });
  }

  /** The live type of that key, which stays as it is until the transaction ends: nobody deletes it under a new absence. */
  async findByKeyForShare(key: string): Promise<AbsenceType | undefined> {
    return (await this.live().findOne({ key }).forShare()) as unknown as AbsenceType | undefined;
  }

  /** Keeps a type as it is until the transaction ends, so that an absence is never computed with what it was before. */
  async holdForShare(id: string): Promise<void> {
    await this.all().where({ id }).select('id').forShare();
  }

  /** Makes the type unless somebody else just did; undefined then. */
  async insertIfNew(key: string, begins: Pick<AbsenceType, 'label' | 'isTimeOff'>): Promise<AbsenceType | undefined> {
    const { rows } = await this.trx.raw<{ rows: { id: string }[] }>(
      `insert into absence_types (organization_id, id, key, label, is_time_off) values (?, ?, ?, ?, ?)
       on conflict (organization_id, key) where deleted_at is null do nothing returning id`,
      [this.organizationId, newId(), key, begins.label, begins.isTimeOff],
    );
    const id = rows[0]?.id;
    return id === undefined ? undefined : this.find(id);
  }

  /** Keys by id, of deleted types too. */
  async keysOf(ids: readonly string[]): Promise<Map<string, string>> {
    const rows = (await this.all().whereIn('id', [...ids])) as unknown as AbsenceType[];
    return new Map(rows.map((row) => [row.id, row.key]));
  }
}
