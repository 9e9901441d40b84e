/** Bookings as blocks of a grid: whole, with the name of their project. Index allocations_of_person. */
import type { Transaction } from '../../platform/database';
import type { IsoDate } from '../../shared/calendar-dates';
import type { AllocationLoadFields } from '../allocations/allocations.types';

export interface Booking extends AllocationLoadFields {
  id: string;
  version: number;
  personId: string;
  /** Null: on no project. */
  projectId: string | null;
  projectName: string | null;
  startDate: IsoDate;
  endDate: IsoDate;
  status: 'firm' | 'tentative';
}

export class BookingRepository {
  constructor(
    private readonly trx: Transaction,
    private readonly organizationId: string,
  ) {}

  /** Bookings of these people that touch the dates (inclusive), by person, each person's by start. */
  async touching(personIds: readonly string[], dates: { from: IsoDate; to: IsoDate }): Promise<Map<string, Booking[]>> {
    const rows = await this.trx('allocations as a')
      .leftJoin('projects as p', (join) =>
        join.on('p.organization_id', 'a.organization_id').andOn('p.id', 'a.project_id'),
      )
      .where('a.organization_id', this.organizationId)
      .whereNull('a.deleted_at')
      .whereRaw('a.person_id = any(?)', [[...personIds]])
      .where('a.start_date', '<=', dates.to)
      .where('a.end_date', '>=', dates.from)
      .orderBy(['a.start_date', 'a.id'])
      .select<Booking[]>({
        id: 'a.id',
        version: 'a.version',
        personId: 'a.person_id',
        projectId: 'a.project_id',
        projectName: 'p.name',
        startDate: 'a.start_date',
        endDate: 'a.end_date',
        status: 'a.status',
        loadUnit: 'a.load_unit',
        basisPoints: 'a.basis_points',
        basis: 'a.basis',
        loadMinutes: 'a.load_minutes',
      });
    const byPerson = new Map<string, Booking[]>();
    for (const row of rows) {
      const own = byPerson.get(row.personId);
      if (own === undefined) byPerson.set(row.personId, [row]);
      else own.push(row);
    }
    return byPerson;
  }
}
