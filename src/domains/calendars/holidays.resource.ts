/** Holidays of one calendar. A change moves one date of everybody who follows it; a deleted generated day stays deleted. */
import type { CrudResource } from '../../http/crud-resource';
import { idParams } from '../../http/schemas';
import { planned } from '../capacity/plan-wrapper';
import { listFollowers } from '../people/list-followers.query';
import { presentHoliday } from './calendars.presenter';
import { CalendarRepository } from './calendars.repository';
import { changedHoliday, holidayAnswer, holidayFilter, newHoliday, type HolidayBody } from './calendars.schema';
import type { Holiday } from './calendars.types';
import { extentOf } from './holiday-extent.rules';
import { HolidayRepository } from './holidays.repository';

export const holidaysResource: CrudResource<Holiday> = {
  path: '/calendars/{id}/holidays',
  tag: 'Calendars',
  noun: 'holiday',
  words: { one: 'holiday of a calendar', many: 'the holidays of a calendar' },
  permissions: { read: 'calendar.read', write: 'calendar.write' },
  operations: ['list', 'get', 'create', 'update', 'delete'],
  isCacheable: true,
  params: idParams,
  recordParam: 'holiday_id',
  within: async (uow, { id = '' }) => {
    await new CalendarRepository(uow.trx, uow.organizationId).get(id);
  },
  belongs: (holiday, { id }) => holiday.calendarId === id,
  listQuery: holidayFilter,
  filter: (rows, { params, query }) => {
    rows.where('calendar_id', params['id'] ?? '');
    const year = query['year'] as number | undefined;
    if (year !== undefined) rows.whereBetween('date', [`${String(year)}-01-01`, `${String(year)}-12-31`]);
  },
  create: newHoliday,
  update: changedHoliday,
  answer: holidayAnswer,
  repository: (uow) => new HolidayRepository(uow.trx, uow.organizationId),
  toRecord: (_uow, body, { before, params }) => {
    const sent = body as HolidayBody;
    return Promise.resolve({
      calendarId: params['id'] ?? '',
      date: sent.date ?? before?.date ?? '',
      label: sent.label ?? before?.label ?? '',
      ...extentOf(sent, before),
      kind: sent.kind ?? before?.kind ?? 'public',
      source: before?.source ?? 'manual',
      generatedKey: before?.generatedKey ?? null,
    });
  },
  present: presentHoliday,
  plan: planned(async (uow, { before, after }) => {
    const dates = [before?.date, after?.date].filter((date) => date !== undefined).sort();
    const followers = await listFollowers(uow, before?.calendarId ?? after?.calendarId ?? '');
    if (followers === null) return null;
    const [from = '', to = from] = dates;
    return { personIds: followers.personIds, from, to, reason: 'holiday.changed' };
  }),
};
