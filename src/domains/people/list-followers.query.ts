/** Who follows a calendar. */
import type { IsoDate } from '../../shared/calendar-dates';
import type { UnitOfWork } from '../../platform/unit-of-work';

/** The people who follow a calendar at any time, and the first date on which one of them does; null when nobody does. */
export async function listFollowers(
  uow: UnitOfWork,
  calendarId: string,
): Promise<{ personIds: string[]; from: IsoDate } | null> {
  const rows = await uow
    .trx('person_calendars')
    .where({ organization_id: uow.organizationId, calendar_id: calendarId })
    .whereNull('deleted_at')
    .groupBy('person_id')
    .select<{ person_id: string; from: IsoDate }[]>('person_id', uow.trx.raw('min(starts_on) as "from"'));
  const [first] = rows;
  if (first === undefined) return null;
  const from = rows.reduce((earliest, row) => (row.from < earliest ? row.from : earliest), first.from);
  return { personIds: rows.map((row) => row.person_id), from };
}
