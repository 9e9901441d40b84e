/** E-mail addresses of people. Lists of one person use person_emails_key. */
import type { Transaction } from '../../platform/database';
import { RecordModel } from '../../platform/record-model';
import { RecordRepository, type NewRecord, type RecordPatch } from '../../platform/record-repository';
import type { PersonEmail } from './person-contacts.types';

class PersonEmailModel extends RecordModel {
  static override tableName = 'person_emails';
}

export class PersonEmailRepository extends RecordRepository<PersonEmail> {
  constructor(trx: Transaction, organizationId: string) {
    super(trx, organizationId, { model: PersonEmailModel, noun: 'e-mail address' });
  }

  /** A new primary address takes the place of the old one. */
  override async insert(record: NewRecord<PersonEmail>): Promise<PersonEmail> {
    if (record.isPrimary) await this.#demote(record.personId);
    return super.insert(record);
  }

  /** A new primary address takes the place of the old one. @throws DomainError stale_version */
  override async update(
    record: PersonEmail,
    patch: RecordPatch<PersonEmail>,
    editedFields?: readonly string[],
  ): Promise<PersonEmail> {
    if (patch.isPrimary === true) await this.#demote(record.personId);
    return super.update(record, patch, editedFields);
  }

  /** True when the person has a primary address. */
  async hasPrimary(personId: string): Promise<boolean> {
    const row = await this.live().findOne({ person_id: personId, is_primary: true }).select('id');
    return row !== undefined;
  }

  async #demote(personId: string): Promise<void> {
    await this.live()
      .patch({ isPrimary: false, version: this.trx.raw('version + 1'), updatedAt: new Date() } as object)
      .where({ person_id: personId, is_primary: true });
  }
}
