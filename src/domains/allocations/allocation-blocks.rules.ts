/** What moving, extending and splitting a block of days means (READINGS 30). */
import { addDays, LAST_DATE, toEpochDay, type IsoDate } from '../../shared/calendar-dates';
import { invalidField } from '../../shared/domain-error';
import type { Allocation } from './allocations.types';

type Block = Pick<Allocation, 'startDate' | 'endDate' | 'loadUnit' | 'loadMinutes'>;

/** The dates of a block that starts on another day and is as many calendar days long. @throws DomainError validation_failed beyond the years we know */
export function movedDates(block: Block, startDate: IsoDate): { startDate: IsoDate; endDate: IsoDate } {
  const days = toEpochDay(block.endDate) - toEpochDay(block.startDate);
  const endDate = addDays(startDate, days);
  if (endDate > LAST_DATE) throw invalidField('/start_date', 'invalid_date', `the block would end after ${LAST_DATE}`);
  return { startDate, endDate };
}

/** What the two sides of a split differ in: `first` ends the day before `on`, `second` starts on it. */
export interface SplitSides {
  first: { endDate: IsoDate; loadMinutes: number | null };
  second: { startDate: IsoDate; loadMinutes: number | null };
}

/**
 * Cuts a block in two. A total is shared out as its dates had it: 600 minutes of which 360 fall before `on` become 360 and
 * 240; percents and rates stay what they are. `days` are the minutes of the block by date.
 * @throws DomainError validation_failed when `on` leaves one side without a day, or a total without a minute on one side
 */
export function splitSides(block: Block, on: IsoDate, days: readonly { date: IsoDate; minutes: number }[]): SplitSides {
  if (on <= block.startDate || on > block.endDate) {
    throw invalidField('/on', 'outside_block', `on must be after ${block.startDate} and not after ${block.endDate}`);
  }
  const endDate = addDays(on, -1);
  if (block.loadUnit !== 'total') {
    return {
      first: { endDate, loadMinutes: block.loadMinutes },
      second: { startDate: on, loadMinutes: block.loadMinutes },
    };
  }
  const before = days.filter((day) => day.date < on).reduce((sum, day) => sum + day.minutes, 0);
  const after = days.filter((day) => day.date >= on).reduce((sum, day) => sum + day.minutes, 0);
  if (before === 0 || after === 0) {
    throw invalidField('/on', 'empty_side', 'one side would have none of the total minutes');
  }
  return { first: { endDate, loadMinutes: before }, second: { startDate: on, loadMinutes: after } };
}
