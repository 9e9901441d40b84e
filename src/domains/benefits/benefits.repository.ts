/** Benefit types (benefit_types_key), policies (benefit_policies_of_type) and decisions about people (person_benefits_of_person). */
import type { Transaction } from '../../platform/database';
import { whereChangedSince } from '../../platform/changed-since';
import { RecordModel } from '../../platform/record-model';
import { RecordRepository } from '../../platform/record-repository';
import type { BenefitPolicy, BenefitType, PersonBenefit } from './benefits.types';

class BenefitTypeModel extends RecordModel {
  static override tableName = 'benefit_types';
}

class BenefitPolicyModel extends RecordModel {
  static override tableName = 'benefit_policies';
  static override jsonAttributes = ['rules'];
}

class PersonBenefitModel extends RecordModel {
  static override tableName = 'person_benefits';
}

export class BenefitTypeRepository extends RecordRepository<BenefitType> {
  constructor(trx: Transaction, organizationId: string) {
    super(trx, organizationId, {
      model: BenefitTypeModel,
      noun: 'benefit type',
      sort: { column: 'key', cast: 'text' },
    });
  }

  /** Every live type, the first made first. */
  async listAll(): Promise<BenefitType[]> {
    return (await this.live().orderBy(['created_at', 'id'])) as unknown as BenefitType[];
  }
}

export class BenefitPolicyRepository extends RecordRepository<BenefitPolicy> {
  constructor(trx: Transaction, organizationId: string) {
    super(trx, organizationId, { model: BenefitPolicyModel, noun: 'benefit policy' });
  }

  /** Live policies, active or not, of one type or of all, the first made first. */
  async ofType(benefitTypeId: string | null): Promise<BenefitPolicy[]> {
    const query = this.live().orderBy('id');
    if (benefitTypeId !== null) query.where('benefit_type_id', benefitTypeId);
    return (await query) as unknown as BenefitPolicy[];
  }

  /** Ids of those changed since then. */
  async changedSince(since: Date): Promise<Set<string>> {
    const rows = await whereChangedSince(this.all(), BenefitPolicyModel.tableName, since).select('id');
    return new Set((rows as unknown as { id: string }[]).map((row) => row.id));
  }
}

export class PersonBenefitRepository extends RecordRepository<PersonBenefit> {
  constructor(trx: Transaction, organizationId: string) {
    super(trx, organizationId, {
      model: PersonBenefitModel,
      noun: 'person benefit',
      sort: { column: 'effective_from', cast: 'date' },
    });
  }

  /** Live decisions about these people and one type, in the order they were made. */
  async ofPeople(personIds: readonly string[], benefitTypeId: string): Promise<PersonBenefit[]> {
    const rows = await this.live()
      .where('benefit_type_id', benefitTypeId)
      .whereIn('person_id', [...personIds])
      .orderBy('id');
    return rows as unknown as PersonBenefit[];
  }

  /** Decisions about one person by first date; deleted ones too when they changed since. */
  async ofPerson(personId: string, modifiedSince: Date | undefined): Promise<PersonBenefit[]> {
    const query =
      modifiedSince === undefined
        ? this.live()
        : whereChangedSince(this.all(), PersonBenefitModel.tableName, modifiedSince);
    const rows = await query.where('person_id', personId).orderBy(['effective_from', 'id']);
    return rows as unknown as PersonBenefit[];
  }
}
