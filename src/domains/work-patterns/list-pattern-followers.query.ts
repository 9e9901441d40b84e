/** Who follows a work pattern. */
import type { IsoDate } from '../../shared/calendar-dates';
import type { UnitOfWork } from '../../platform/unit-of-work';

/**
 * The people with the pattern at any time, and the first date on which one has it; null when nobody does. The pattern is
 * locked first: whoever gets it holds a share of it, so nobody gets it unseen before this transaction ends.
 */
export async function listPatternFollowers(
  uow: UnitOfWork,
  workPatternId: string,
): Promise<{ personIds: string[]; from: IsoDate } | null> {
  const inOrganization = { organization_id: uow.organizationId, id: workPatternId };
  await uow.trx('work_patterns').where(inOrganization).forNoKeyUpdate().select('id');
  const rows = await uow
    .trx('person_work_patterns')
    .where({ organization_id: uow.organizationId, work_pattern_id: workPatternId })
    .whereNull('deleted_at')
    .groupBy('person_id')
    .select<{ person_id: string; from: IsoDate }[]>('person_id', uow.trx.raw('min(starts_on) as "from"'));
  const [first] = rows;
  if (first === undefined) return null;
  const from = rows.reduce((earliest, row) => (row.from < earliest ? row.from : earliest), first.from);
  return { personIds: rows.map((row) => row.person_id), from };
}
