/** Who has to do with a project. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import type { IsoDate } from '../../shared/calendar-dates';
import { DomainError } from '../../shared/domain-error';

/**
 * The live people with a booking or worked time on the project on some day of the range (dates inclusive); null: on no project.
 * Indexes allocations_of_project and those by person. @throws DomainError not_found for an unknown project
 */
export async function listPeopleOnProject(
  uow: UnitOfWork,
  projectId: string | null,
  range: { from: IsoDate; to: IsoDate },
): Promise<string[]> {
  const { trx, organizationId } = uow;
  const inProject = { organization_id: organizationId, project_id: projectId };
  if (projectId !== null) {
    const found = await trx('projects')
      .where({ organization_id: organizationId, id: projectId })
      .whereNull('deleted_at')
      .first<{ id: string } | undefined>('id');
    if (found === undefined) throw new DomainError('not_found', 'There is no such project.');
  }
  const booked = trx('allocations')
    .where(inProject)
    .whereNull('deleted_at')
    .where('start_date', '<=', range.to)
    .where('end_date', '>=', range.from)
    .select('person_id');
  const worked = trx('time_entries')
    .where(inProject)
    .whereNull('deleted_at')
    .whereBetween('date', [range.from, range.to])
    .select('person_id');
  const rows = await trx('people')
    .where('organization_id', organizationId)
    .whereNull('deleted_at')
    .whereIn('id', booked.union(worked))
    .orderBy('id')
    .select<{ id: string }[]>('id');
  return rows.map((row) => row.id);
}
