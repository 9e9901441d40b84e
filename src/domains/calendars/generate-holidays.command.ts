/** Fills a calendar with the public holidays of a country. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { changePlan } from '../capacity/change-plan.command';
import type { Impact, PlanOptions, PlanScope } from '../capacity/impact.types';
import { listFollowers } from '../people/list-followers.query';
import { CalendarRepository } from './calendars.repository';
import { generateHolidays, type GeneratedHoliday, type HolidayPlace } from './generated-holidays.rules';
import { HolidayRepository } from './holidays.repository';
import type { Holiday } from './calendars.types';

/**
 * Adds the days that this calendar was never given before: what was moved, edited or deleted since stays as it is, so
 * repeating the call adds none (READINGS 22). One change of the plan over all of them.
 * @throws DomainError not_found, validation_failed, planning_conflict, period_closed
 */
export async function generateHolidaysOf(
  uow: UnitOfWork,
  request: { calendarId: string; place: HolidayPlace; years: readonly number[]; options: PlanOptions },
): Promise<{ added: number; kept: number; impact: Impact }> {
  const { calendarId, place, years, options } = request;
  await new CalendarRepository(uow.trx, uow.organizationId).getForUpdate(calendarId);
  const days = generateHolidays(place, years);
  const holidays = new HolidayRepository(uow.trx, uow.organizationId);
  const known = await holidays.knownKeys(
    calendarId,
    days.map((day) => day.date),
  );
  const missing = days.filter((day) => !known.has(day.date));
  const scope = await scopeOf(uow, calendarId, missing);
  const { result, impact } = await changePlan(uow, { scope, options }, () =>
    holidays.insertMany(missing.map((day) => holidayOf(calendarId, day))),
  );
  for (const holiday of result) recordCreation(uow, holiday);
  return { added: result.length, kept: days.length - result.length, impact };
}

async function scopeOf(uow: UnitOfWork, calendarId: string, days: readonly GeneratedHoliday[]): Promise<PlanScope> {
  const followers = days.length === 0 ? null : await listFollowers(uow, calendarId);
  return {
    personIds: followers?.personIds ?? [],
    from: days[0]?.date ?? '1970-01-01',
    to: days.at(-1)?.date ?? '1970-01-01',
    reason: 'holiday.generated',
  };
}

function holidayOf(calendarId: string, day: GeneratedHoliday) {
  return {
    calendarId,
    date: day.date,
    label: day.label,
    part: day.part,
    lastMinutes: null,
    kind: 'public' as const,
    source: 'generated' as const,
    generatedKey: day.date,
  };
}

function recordCreation(uow: UnitOfWork, holiday: Holiday): void {
  const facts = { entityType: 'holiday', entityId: holiday.id };
  uow.audit({ event: 'holiday.created', ...facts, before: null, after: holiday });
  uow.emit({ type: 'holiday.created', ...facts, version: holiday.version });
}
