/** Who is in a team on which days. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { fromEpochDay, toEpochDay, type IsoDate } from '../../shared/calendar-dates';
import type { DayRange } from './capacity.types';

/** Of each member the days within the range, as ranges that do not overlap, in order. Index team_members_overlap. */
export async function listMemberships(
  uow: UnitOfWork,
  teamId: string,
  range: DayRange,
): Promise<Map<string, DayRange[]>> {
  const last = fromEpochDay(range.to - 1);
  const rows = await uow
    .trx('team_members')
    .where({ organization_id: uow.organizationId, team_id: teamId })
    .whereNull('deleted_at')
    .where('active_from', '<=', last)
    .whereRaw('coalesce(active_to, ?::date) >= ?::date', [last, fromEpochDay(range.from)])
    .orderBy(['person_id', 'active_from'])
    .select<{ person_id: string; active_from: IsoDate; active_to: IsoDate | null }[]>('*');
  const memberships = new Map<string, DayRange[]>();
  for (const row of rows) {
    const own = memberships.get(row.person_id) ?? [];
    const from = Math.max(range.from, toEpochDay(row.active_from), own.at(-1)?.to ?? range.from);
    const to = Math.min(range.to, toEpochDay(row.active_to ?? last) + 1);
    if (from < to) own.push({ from, to });
    memberships.set(row.person_id, own);
  }
  return memberships;
}
