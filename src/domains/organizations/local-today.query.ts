/** Which day it is for an organisation. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import type { IsoDate } from '../../shared/calendar-dates';
import { ZoneClock } from '../../shared/zone-clock';

/** The organisation's time zone, and the date that `uow.now` is there. */
export async function localToday(uow: UnitOfWork): Promise<{ today: IsoDate; timezone: string }> {
  const { timezone } = await uow
    .trx('organizations')
    .where('id', uow.organizationId)
    .first<{ timezone: string }>('timezone');
  return { today: new ZoneClock(timezone).local(uow.now).date, timezone };
}
