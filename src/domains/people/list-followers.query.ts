/** Who follows a calendar. */
import type { IsoDate } from '../../shared/calendar-dates';
import type { UnitOfWork } from '../../platform/unit-of-work';

/**
 * The people who follow a calendar or whose capacity entry chooses it at any time, and the first date on which one of them
 * does; null when nobody does. The calendar is locked first: whoever joins it holds a share of it, so nobody joins unseen
 * before this transaction ends.
 */
export async function listFollowers(
  uow: UnitOfWork,
  calendarId: string,
): Promise<{ personIds: string[]; from: IsoDate } | null> {
  const { trx, organizationId } = uow;
  await trx('calendars').where({ organization_id: organizationId, id: calendarId }).forNoKeyUpdate().select('id');
  const inCalendar = { organization_id: organizationId, calendar_id: calendarId };
  const spans = trx('person_calendars')
    .where(inCalendar)
    .whereNull('deleted_at')
    .select('person_id', 'starts_on')
    .unionAll(trx('person_work_patterns').where(inCalendar).whereNull('deleted_at').select('person_id', 'starts_on'))
    .as('spans');
  const rows = await trx
    .from(spans)
    .groupBy('person_id')
    .select<{ person_id: string; from: IsoDate }[]>('person_id', trx.raw('min(starts_on) as "from"'));
  const [first] = rows;
  if (first === undefined) return null;
  const from = rows.reduce((earliest, row) => (row.from < earliest ? row.from : earliest), first.from);
  return { personIds: rows.map((row) => row.person_id), from };
}
