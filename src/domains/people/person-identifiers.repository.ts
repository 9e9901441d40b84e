/** Identifiers of people. Lists of one person use person_identifiers_of_person. */
import type { Transaction } from '../../platform/database';
import { RecordModel } from '../../platform/record-model';
import { RecordRepository } from '../../platform/record-repository';
import type { PersonIdentifier } from './person-contacts.types';

class PersonIdentifierModel extends RecordModel {
  static override tableName = 'person_identifiers';
}

export class PersonIdentifierRepository extends RecordRepository<PersonIdentifier> {
  constructor(trx: Transaction, organizationId: string) {
    super(trx, organizationId, { model: PersonIdentifierModel, noun: 'identifier' });
  }
}
