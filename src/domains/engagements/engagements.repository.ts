/** Engagements. Lists and `isAlone` use engagements_of_person. */
import type { Transaction } from '../../platform/database';
import { RecordModel } from '../../platform/record-model';
import { RecordRepository } from '../../platform/record-repository';
import type { Engagement } from './engagements.types';

class EngagementModel extends RecordModel {
  static override tableName = 'engagements';
}

export class EngagementRepository extends RecordRepository<Engagement> {
  constructor(trx: Transaction, organizationId: string) {
    super(trx, organizationId, {
      model: EngagementModel,
      noun: 'engagement',
      sort: { column: 'start_date', cast: 'date' },
    });
  }

  /** True when the person has no live engagement besides `id`. */
  async isAlone(personId: string, id: string | undefined): Promise<boolean> {
    const others = this.live().where('person_id', personId);
    if (id !== undefined) others.whereNot('id', id);
    return (await others.limit(1)).length === 0;
  }

  /** Of these people, by start. */
  async ofPeople(personIds: readonly string[]): Promise<Engagement[]> {
    const rows = await this.live()
      .whereIn('person_id', [...personIds])
      .orderBy(['start_date', 'id']);
    return rows as unknown as Engagement[];
  }

  /** Engagements of the type employee that count for payroll, by start. */
  async onPayroll(personIds: readonly string[]): Promise<Engagement[]> {
    const rows = await this.live()
      .where({ type: 'employee', payroll_eligible: true })
      .whereIn('person_id', [...personIds])
      .orderBy(['start_date', 'id']);
    return rows as unknown as Engagement[];
  }
}
