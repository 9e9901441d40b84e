/** Bookings that do not fit, one for each sort of conflict a planner meets, and one that was accepted. */
import type { Allocation } from '../domains/allocations/allocations.types';
import { addDays, toEpochDay, weekdayOf, type IsoDate } from '../shared/calendar-dates';
import { booking, minutesLoad, percentOf } from './demo-bookings.rules';
import { cleanWeek, type BookedDays } from './demo-clean-week.rules';
import { demoId } from './demo-ids.rules';
import type { DemoDates } from './demo-dates.rules';
import type { DemoPlan, RosterEntry, Row } from './demo.types';

const TUESDAY = 1;
const WEDNESDAY = 2;
const FRIDAY = 4;
const SATURDAY = 5;

interface Around {
  roster: readonly RosterEntry[];
  dates: DemoDates;
  days: BookedDays;
}

/** Seven over-bookings that are open. `leaveWeek` is when Bruno is away. */
export function demoOverbookings(around: Around, leaveWeek: number): Row<Allocation>[] {
  const { dates } = around;
  const whole = (week: number) => ({ from: dates.day(week), to: dates.day(week, FRIDAY) });
  const clean = (key: string, from: number) => cleanWeek(entryOf(around, key), { ...around, from });
  const amadou = clean('amadou', 1);
  const holiday = nextHoliday(around);
  const saturday = dates.day(2, SATURDAY);
  const over = (key: string, what: Omit<Parameters<typeof booking>[1], 'name'>) =>
    booking(entryOf(around, key), { ...what, name: 'over' });
  return [
    over('nadia', { project: 'CHARTE', ...whole(clean('nadia', 2)), load: percentOf(100, 'nominal') }),
    over('amadou', {
      project: 'MOBILE',
      from: dates.day(amadou, TUESDAY),
      to: dates.day(amadou, WEDNESDAY),
      load: minutesLoad('minutes_per_day', 300),
    }),
    over('bruno', { project: 'PORTAIL', ...whole(leaveWeek), load: percentOf(60, 'nominal') }),
    over('olivier', { project: 'SCHEMA', from: holiday, to: holiday, load: minutesLoad('minutes_per_day', 210) }),
    over('karim', { project: 'PORTAIL', from: saturday, to: saturday, load: minutesLoad('minutes_per_day', 240) }),
    over('paulo', {
      project: 'MOBILE',
      from: dates.day(3),
      to: dates.day(5, FRIDAY),
      load: percentOf(10, 'net'),
    }),
    over('camille', { project: 'DIAG', ...whole(clean('camille', 5)), load: minutesLoad('total', 3_000) }),
  ];
}

/** The over-booking that somebody looked at and accepted. */
export function demoAcceptedOverbooking(around: Around): DemoPlan['accepted'] {
  const entry = entryOf(around, 'luc');
  const week = cleanWeek(entry, { ...around, from: 3 });
  const allocation = booking(entry, {
    name: 'accepted',
    project: 'SALON',
    from: around.dates.day(week, TUESDAY),
    to: around.dates.day(week, FRIDAY),
    load: minutesLoad('minutes_per_day', 300),
  });
  return { allocation, reason: 'Montage avant le salon ; récupération convenue la semaine suivante.' };
}

/** When Bruno is away: a week without holidays, so that the conflict on it is one. */
export function demoLeaveWeeks(around: Around): Record<string, number> {
  const entry = entryOf(around, 'bruno');
  const days = { ...around.days, absences: [] };
  return { bruno: cleanWeek(entry, { dates: around.dates, days, from: 4 }) };
}

/** The next public holiday of the whole country that is a weekday, at least ten days ahead. */
function nextHoliday({ dates, days }: Around): IsoDate {
  const soon = addDays(dates.today, 10);
  const found = days.holidays
    .filter(({ calendarId }) => calendarId === demoId('calendar', 'france'))
    .filter(({ date, kind }) => date >= soon && kind === 'public' && weekdayOf(toEpochDay(date)) <= FRIDAY)
    .map(({ date }) => date)
    .sort()[0];
  if (found === undefined) throw new Error('a year has public holidays on weekdays');
  return found;
}

function entryOf({ roster }: Around, key: string): RosterEntry {
  const entry = roster.find((one) => one.key === key);
  if (entry === undefined) throw new Error(`${key} is not on the roster`);
  return entry;
}
