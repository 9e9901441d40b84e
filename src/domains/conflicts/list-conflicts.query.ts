/** Conflicts on record, as they are asked for. They are up to date: every planning write settles them. */
import type { Page, PageRequest } from '../../platform/record-repository';
import type { UnitOfWork } from '../../platform/unit-of-work';
import { toConflict } from './conflict-records.rules';
import { ConflictRepository } from './conflicts.repository';
import type { Conflict, ConflictKind, ConflictState } from './conflicts.types';

/** Dates inclusive: conflicts with a day in between them. Without a state, those that are not resolved. */
export interface ConflictFilter {
  state?: ConflictState | undefined;
  kind?: ConflictKind | undefined;
  personId?: string | undefined;
  teamId?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
}

/** People who are in the team on a day of the conflict. */
const IN_TEAM = `exists (select from team_members m where m.organization_id = conflicts.organization_id
  and m.person_id = conflicts.person_id and m.team_id = ? and m.deleted_at is null
  and daterange(m.active_from, m.active_to, '[]') && daterange(conflicts.start_date, conflicts.end_date, '[]'))`;

/** One page in the order conflicts were first seen. */
export async function listConflicts(
  uow: UnitOfWork,
  page: PageRequest,
  filter: ConflictFilter,
): Promise<Page<Conflict>> {
  const { state, kind, personId, teamId, from, to } = filter;
  const found = await new ConflictRepository(uow.trx, uow.organizationId).list(page, (rows) => {
    if (state === undefined) rows.where('state', '<>', 'resolved');
    else rows.where('state', state);
    if (kind !== undefined) rows.where('kind', kind);
    if (personId !== undefined) rows.where('person_id', personId);
    if (from !== undefined) rows.where('end_date', '>=', from);
    if (to !== undefined) rows.where('start_date', '<=', to);
    if (teamId !== undefined) rows.whereRaw(IN_TEAM, [teamId]);
  });
  return { ...found, items: found.items.map(toConflict) };
}

/** @throws DomainError not_found */
export async function getConflict(uow: UnitOfWork, id: string): Promise<{ conflict: Conflict; version: number }> {
  const record = await new ConflictRepository(uow.trx, uow.organizationId).get(id);
  return { conflict: toConflict(record), version: record.version };
}
