/** Weeks in which nothing is off, so that a booking by the day means the same whenever the demo is loaded. */
import type { Absence } from '../domains/absences/absences.types';
import type { Holiday } from '../domains/calendars/calendars.types';
import type { DemoDates } from './demo-dates.rules';
import { demoId } from './demo-ids.rules';
import type { RosterEntry, Row } from './demo.types';

const FRIDAY = 4;

/** What can be off. */
export interface BookedDays {
  holidays: readonly Row<Holiday>[];
  absences: readonly Row<Absence>[];
}

/** The first week from `from` on without a holiday in any calendar and without an absence of this person. */
export function cleanWeek(
  entry: Pick<RosterEntry, 'key'>,
  { dates, days, from }: { dates: DemoDates; days: BookedDays; from: number },
): number {
  const personId = demoId('person', entry.key);
  for (let week = from; ; week += 1) {
    const [monday, friday] = [dates.day(week), dates.day(week, FRIDAY)];
    const hasHoliday = days.holidays.some(({ date }) => monday <= date && date <= friday);
    const isAway = days.absences.some(
      (absence) => absence.personId === personId && absence.startDate <= friday && absence.endDate >= monday,
    );
    if (!hasHoliday && !isAway) return week;
  }
}
