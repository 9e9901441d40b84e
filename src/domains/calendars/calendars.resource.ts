/** Calendars as a resource. One that people follow cannot be deleted: 409 until they follow another. */
import type { CrudResource } from '../../http/crud-resource';
import { DomainError } from '../../shared/domain-error';
import { patched } from '../../shared/patched';
import { planned } from '../capacity/plan-wrapper';
import { readSettings } from '../organizations/read-settings.query';
import { listFollowers } from '../people/list-followers.query';
import { presentCalendar } from './calendars.presenter';
import { CalendarRepository } from './calendars.repository';
import { calendarAnswer, changedCalendar, newCalendar, type CalendarBody } from './calendars.schema';
import type { Calendar } from './calendars.types';
import { workweekMinutesOf } from './workweek.rules';

export const calendarsResource: CrudResource<Calendar> = {
  path: '/calendars',
  tag: 'Calendars',
  noun: 'calendar',
  permissions: { read: 'calendar.read', write: 'calendar.write' },
  operations: ['list', 'get', 'create', 'update', 'delete'],
  isCacheable: true,
  create: newCalendar,
  update: changedCalendar,
  answer: calendarAnswer,
  repository: (uow) => new CalendarRepository(uow.trx, uow.organizationId),
  locksFirst: true,
  toRecord: (_uow, body, { before }) => {
    const { name, workweek } = body as CalendarBody;
    const sent = workweek === undefined || workweek === null ? workweek : workweekMinutesOf(workweek);
    return Promise.resolve({
      name: name ?? before?.name ?? '',
      workweekMinutes: patched(sent, before?.workweekMinutes),
    });
  },
  mayHappen: async (uow, { before, after }) => {
    if (before === null || after !== null) return;
    if ((await readSettings(uow)).defaultCalendarId === before.id) {
      throw new DomainError('conflict', 'New people get this calendar; choose another in the settings first.', {});
    }
    const followers = await listFollowers(uow, before.id);
    if (followers !== null) {
      const count = followers.personIds.length;
      throw new DomainError('conflict', `${String(count)} people follow this calendar; give them another one first.`, {
        people: count,
      });
    }
  },
  present: presentCalendar,
  plan: planned(async (uow, { before, after }) => {
    if (before === null || after === null) return null;
    if (JSON.stringify(before.workweekMinutes) === JSON.stringify(after.workweekMinutes)) return null;
    const followers = await listFollowers(uow, before.id);
    return followers && { ...followers, to: null, reason: 'calendar.updated' };
  }),
};
