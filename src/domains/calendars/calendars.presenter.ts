/** Calendars and holidays as they are answered. */
import { withRecordFields } from '../../shared/record-fields';
import type { Calendar, Holiday } from './calendars.types';
import { presentExtent } from './holiday-extent.rules';
import { wireWorkweekOf } from './workweek.rules';

/** A calendar; no workweek of its own is null. */
export function presentCalendar(calendar: Calendar): object {
  const { workweekMinutes } = calendar;
  return withRecordFields(calendar, {
    name: calendar.name,
    workweek: workweekMinutes === null ? null : wireWorkweekOf(workweekMinutes),
  });
}

/** A holiday, in v9's words and in ours. */
export function presentHoliday(holiday: Holiday): object {
  return withRecordFields(holiday, {
    calendar_id: holiday.calendarId,
    date: holiday.date,
    label: holiday.label,
    ...presentExtent(holiday),
    kind: holiday.kind,
    source: holiday.source,
  });
}
