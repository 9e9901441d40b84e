/** Gives new people the calendar that their organisation has chosen for them. */
import { assertReferences } from '../../platform/references';
import type { UnitOfWork } from '../../platform/unit-of-work';
import { FIRST_DATE } from '../../shared/calendar-dates';
import { readSettings } from '../organizations/read-settings.query';
import { PersonCalendarRepository } from './person-calendars.repository';

/**
 * They follow it from the first date on, until they are given another; without a choice they follow none (READINGS 12). Called
 * within the change of the plan that makes them.
 */
export async function followDefaultCalendar(uow: UnitOfWork, personIds: readonly string[]): Promise<void> {
  const { defaultCalendarId: calendarId } = await readSettings(uow);
  if (calendarId === null) return;
  await assertReferences(uow, 'calendars', [{ id: calendarId, pointer: '/calendar_id' }]);
  const spans = personIds.map((personId) => ({ personId, calendarId, startsOn: FIRST_DATE, endsOn: null }));
  for (const span of await new PersonCalendarRepository(uow.trx, uow.organizationId).insertMany(spans)) {
    const entity = { entityType: 'person_calendar', entityId: span.id };
    uow.audit({ event: 'person_calendar.created', ...entity, before: null, after: span });
    uow.emit({ type: 'person_calendar.created', ...entity, version: span.version });
  }
}
