/** Whose figures are asked for. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import type { IsoDate } from '../../shared/calendar-dates';
import { DomainError } from '../../shared/domain-error';

/**
 * The one person, or everyone who is in the team on some day of the range (dates inclusive).
 * @throws DomainError not_found for an unknown person or team
 */
export async function listPeopleOf(
  uow: UnitOfWork,
  request: { personId?: string | undefined; teamId?: string | undefined; range: { from: IsoDate; to: IsoDate } },
): Promise<string[]> {
  const { personId, teamId, range } = request;
  const table = personId === undefined ? 'teams' : 'people';
  const found = await uow
    .trx(table)
    .where({ organization_id: uow.organizationId, id: personId ?? teamId ?? null })
    .whereNull('deleted_at')
    .first<{ id: string } | undefined>('id');
  if (found === undefined)
    throw new DomainError('not_found', `There is no such ${personId === undefined ? 'team' : 'person'}.`);
  if (personId !== undefined) return [personId];
  const rows = await uow
    .trx('team_members as m')
    .join('people as p', (join) => join.on('p.organization_id', 'm.organization_id').andOn('p.id', 'm.person_id'))
    .where({ 'm.organization_id': uow.organizationId, 'm.team_id': teamId })
    .whereNull('m.deleted_at')
    .whereNull('p.deleted_at')
    .where('m.active_from', '<=', range.to)
    .whereRaw('coalesce(m.active_to, ?::date) >= ?::date', [range.to, range.from])
    .distinct<{ person_id: string }[]>('m.person_id')
    .orderBy('m.person_id');
  return rows.map((row) => row.person_id);
}
