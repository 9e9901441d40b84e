/** People. Lists by name use people_by_name; the search reads the organisation's people and filters. */
import type { Transaction } from '../../platform/database';
import { RecordModel } from '../../platform/record-model';
import { RecordRepository } from '../../platform/record-repository';
import type { Person } from './people.types';

class PersonModel extends RecordModel {
  static override tableName = 'people';
}

export class PersonRepository extends RecordRepository<Person> {
  constructor(trx: Transaction, organizationId: string) {
    super(trx, organizationId, { model: PersonModel, noun: 'person', sort: { column: 'full_name', cast: 'text' } });
  }

  /** True when `managerId` reports to `personId`, over any number of steps. Primary key per step. */
  async reportsTo(managerId: string, personId: string): Promise<boolean> {
    const { rows } = await this.trx.raw<{ rows: unknown[] }>(
      `with recursive chain (id, manager_id) as (
         select id, manager_id from people where organization_id = :organizationId and id = :managerId
         union
         select p.id, p.manager_id from people p join chain c on p.id = c.manager_id where p.organization_id = :organizationId)
       select 1 from chain where manager_id = :personId limit 1`,
      { organizationId: this.organizationId, managerId, personId },
    );
    return rows.length > 0;
  }

  /** Until the transaction ends nobody else gives a manager, so that two changes at once make no circle. Take it before people's locks. */
  async holdReportingLines(): Promise<void> {
    await this.trx.raw('select pg_advisory_xact_lock(hashtextextended(?, 0))', [
      `reporting-lines/${this.organizationId}`,
    ]);
  }
}
