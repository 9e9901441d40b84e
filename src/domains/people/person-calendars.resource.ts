/** Which calendar a person follows when. A bounded span lies on top of the open one with the latest start (READINGS 11). */
import type { CrudResource } from '../../http/crud-resource';
import { idParams } from '../../http/schemas';
import { assertInOrder } from '../../shared/assert-in-order';
import { patched } from '../../shared/patched';
import { assertReferences } from '../../platform/references';
import { planned } from '../capacity/plan-wrapper';
import { spanScope } from '../capacity/span-scope.rules';
import { assertPersonExists } from './assert-person-exists.query';
import { presentPersonCalendar } from './people.presenter';
import {
  changedPersonCalendar,
  newPersonCalendar,
  personCalendarAnswer,
  type PersonCalendarBody,
} from './people.schema';
import type { PersonCalendar } from './people.types';
import { PersonCalendarRepository } from './person-calendars.repository';

export const personCalendarsResource: CrudResource<PersonCalendar> = {
  path: '/people/{id}/calendars',
  tag: 'People',
  noun: 'person_calendar',
  words: { one: 'assignment of a calendar to a person', many: 'the calendars a person follows, and when' },
  permissions: { read: 'person.read', write: 'person.write' },
  operations: ['list', 'get', 'create', 'update', 'delete'],
  isCacheable: true,
  params: idParams,
  recordParam: 'assignment_id',
  within: (uow, { id }, purpose) => assertPersonExists(uow, id, purpose),
  belongs: (assignment, { id }) => assignment.personId === id,
  filter: (rows, { params }) => {
    rows.where('person_id', params['id'] ?? '');
  },
  create: newPersonCalendar,
  update: changedPersonCalendar,
  answer: personCalendarAnswer,
  repository: (uow) => new PersonCalendarRepository(uow.trx, uow.organizationId),
  toRecord: async (uow, body, { before, params }) => {
    const { calendar_id, starts_on, ends_on } = body as PersonCalendarBody;
    const startsOn = starts_on ?? before?.startsOn ?? '';
    const endsOn = patched(ends_on, before?.endsOn);
    assertInOrder({ starts_on: startsOn, ends_on: endsOn });
    if (calendar_id !== before?.calendarId) {
      await assertReferences(uow, 'calendars', [{ id: calendar_id, pointer: '/calendar_id' }]);
    }
    return { personId: params['id'] ?? '', calendarId: calendar_id ?? before?.calendarId ?? '', startsOn, endsOn };
  },
  present: presentPersonCalendar,
  plan: planned((_uow, { before, after }) =>
    Promise.resolve(
      spanScope(
        [before, after].map((span) => span && { personId: span.personId, from: span.startsOn, to: span.endsOn }),
        'person_calendar.changed',
      ),
    ),
  ),
};
