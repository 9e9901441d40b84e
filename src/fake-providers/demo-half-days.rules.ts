/** When the demo people do not work, as payroll knows it: their leave in the plan, and the weekdays that they never work. */
import { demoAbsences } from '../demo/demo-absences.rules';
import { demoCalendars } from '../demo/demo-calendars.rules';
import { demoDates, type DemoDates } from '../demo/demo-dates.rules';
import { demoId } from '../demo/demo-ids.rules';
import { demoLeaveWeeks } from '../demo/demo-overbookings.rules';
import { demoPatterns } from '../demo/demo-patterns.rules';
import { roster } from '../demo/demo-roster.rules';
import type { DemoPlan } from '../demo/demo.types';
import { mondayOf, toEpochDay } from '../shared/calendar-dates';
import { halfDaysOf } from './half-days.rules';

/** First and last month that is known, counted from the present one. */
const MONTHS = { from: -2, to: 1 };

/** Half days by key of the roster. @example whoever has leave on the morning of 3 November has `2026-11-03/am` */
export function demoHalfDaysOff(now: Date): Map<string, Set<string>> {
  const dates = demoDates(now);
  const { holidays } = demoCalendars(dates);
  const leaveWeeks = demoLeaveWeeks({ roster, dates, days: { holidays, absences: [] } });
  const leave = demoAbsences(roster, dates, leaveWeeks);
  const patterns = demoPatterns(dates);
  return new Map(
    roster.map(({ key }) => {
      const personId = demoId('person', key);
      return [key, new Set([...leaveOf(personId, leave), ...weekdaysOff(personId, patterns, dates)])];
    }),
  );
}

/** Leave by the hour leaves something of both halves. */
function leaveOf(personId: string, { absences, absenceTypes }: Pick<DemoPlan, 'absences' | 'absenceTypes'>): string[] {
  const timeOff = new Set(absenceTypes.filter(({ isTimeOff }) => isTimeOff).map(({ id }) => id));
  return absences
    .filter((one) => one.personId === personId && one.status === 'approved' && timeOff.has(one.typeId))
    .filter(({ minutesPerDay }) => minutesPerDay === null)
    .flatMap(({ startDate, endDate, startsAt, endsAt }) =>
      halfDaysOf({
        from: startDate,
        to: endDate,
        fromNoon: startsAt === 'middle_of_day',
        toNoon: endsAt === 'middle_of_day',
      }),
    );
}

function weekdaysOff(
  personId: string,
  { personWorkPatterns, workPatterns }: Pick<DemoPlan, 'personWorkPatterns' | 'workPatterns'>,
  dates: DemoDates,
): string[] {
  const followed = personWorkPatterns.find((one) => one.personId === personId && one.workPatternId !== null);
  const pattern = workPatterns.find(({ id }) => id === followed?.workPatternId);
  if (pattern === undefined) return [];
  const anchor = toEpochDay(pattern.anchorMonday);
  const whole = {
    from: dates.monthStart(MONTHS.from),
    to: dates.monthStart(MONTHS.to),
    fromNoon: false,
    toNoon: false,
  };
  return halfDaysOf(whole).filter((half) => {
    const day = toEpochDay(half.slice(0, 10));
    const week = (((mondayOf(day) - anchor) / 7) % pattern.cycleWeeks) + 1;
    return !pattern.days.some((one) => one.week === week && one.weekday === day - mondayOf(day) + 1);
  });
}
