/** People as erasing needs to know them, deleted ones too. Uses the primary key of people and engagements_of_person. */
import type { Transaction } from '../../platform/database';
import type { IsoDate } from '../../shared/calendar-dates';
import { DomainError } from '../../shared/domain-error';
import type { ErasablePerson } from './erasable.rules';

interface PersonRow {
  is_deleted: boolean;
  is_erased: boolean;
  ends: (IsoDate | null)[];
  is_last_owner: boolean;
}

export class ErasablePeopleRepository {
  constructor(
    private readonly trx: Transaction,
    private readonly organizationId: string,
  ) {}

  /**
   * Locks the person for the rest of the transaction: whoever is adding a row about them is waited for, and nobody adds another. What
   * is answered is read after that, so it holds until the end; who owns the organisation only while that is locked too.
   * @throws DomainError not_found
   */
  async getForUpdate(personId: string): Promise<ErasablePerson> {
    const bindings = { organization: this.organizationId, person: personId };
    await this.trx.raw(
      'select 1 from people where organization_id = :organization and id = :person for update',
      bindings,
    );
    const { rows } = await this.trx.raw<{ rows: PersonRow[] }>(
      `select p.deleted_at is not null as is_deleted,
         p.erased_at is not null and exists (select from erasures x where x.organization_id = p.organization_id
           and x.person_id = p.id and x.state = 'completed') as is_erased,
         (select coalesce(json_agg(e.end_date), '[]') from engagements e
           where e.organization_id = p.organization_id and e.person_id = p.id and e.deleted_at is null) as ends,
         exists (select from memberships m where m.organization_id = p.organization_id and m.person_id = p.id
           and m.role = 'owner' and m.deleted_at is null and not exists (select from memberships o
             where o.organization_id = m.organization_id and o.role = 'owner' and o.deleted_at is null
               and o.user_id is not null and o.deactivated_at is null and o.id <> m.id)
         ) as is_last_owner
       from people p where p.organization_id = :organization and p.id = :person`,
      bindings,
    );
    const [row] = rows;
    if (row === undefined) throw new DomainError('not_found', 'There is no such person.');
    return {
      isDeleted: row.is_deleted,
      isErased: row.is_erased,
      engagementEnds: row.ends,
      isLastOwner: row.is_last_owner,
    };
  }

  /** People whose last engagement ended before `date`, who own nothing, are not erased and about whom nothing is under way. */
  async formerSince(date: IsoDate, limit: number): Promise<string[]> {
    const { rows } = await this.trx.raw<{ rows: { id: string }[] }>(
      `select p.id from people p join engagements e
         on e.organization_id = p.organization_id and e.person_id = p.id and e.deleted_at is null
       where p.organization_id = :organization and p.erased_at is null
         and not exists (select from erasures x where x.organization_id = p.organization_id and x.person_id = p.id
           and x.state in ('queued', 'running'))
         and not exists (select from memberships m where m.organization_id = p.organization_id and m.person_id = p.id
           and m.role = 'owner' and m.deleted_at is null)
       group by p.id having max(coalesce(e.end_date, 'infinity')) < :date order by p.id limit :limit`,
      { organization: this.organizationId, date, limit },
    );
    return rows.map((row) => row.id);
  }
}
