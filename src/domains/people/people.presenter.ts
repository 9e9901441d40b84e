/** People and the calendars they follow, as they are answered. */
import { withRecordFields } from '../../shared/record-fields';
import { hoursOfMinutes } from '../../shared/wire-hours';
import type { Person, PersonCalendar } from './people.types';

/** Nothing in it is private: addresses and identifiers are resources of their own. */
export function presentPerson(person: Person): object {
  return withRecordFields(person, {
    full_name: person.fullName,
    active: person.active,
    manager_id: person.managerId,
    cost_center: person.costCenter,
    location: person.location,
    weekly_hours_default: person.weeklyMinutesDefault === null ? null : hoursOfMinutes(person.weeklyMinutesDefault),
    source: person.source,
  });
}

/** One assignment of a calendar. */
export function presentPersonCalendar(assignment: PersonCalendar): object {
  return withRecordFields(assignment, {
    person_id: assignment.personId,
    calendar_id: assignment.calendarId,
    starts_on: assignment.startsOn,
    ends_on: assignment.endsOn,
  });
}
