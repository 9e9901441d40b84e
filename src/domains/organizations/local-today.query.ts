/** Which day it is for an organisation. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import type { IsoDate } from '../../shared/calendar-dates';
import { ZoneClock } from '../../shared/zone-clock';

/** The date at `uow.now` in the organisation's time zone. */
export async function localToday(uow: UnitOfWork): Promise<IsoDate> {
  const { timezone } = await uow
    .trx('organizations')
    .where('id', uow.organizationId)
    .first<{ timezone: string }>('timezone');
  return new ZoneClock(timezone).local(uow.now).date;
}
