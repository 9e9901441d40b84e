/**
 * Weeks as they are sent to be stored: minutes of seven days, each different seven once, and for each figure of each week where in
 * there it begins. Most weeks are like the one before, so this is a sixth of the numbers.
 * Example: two weeks of 35 h without a booking are the seven `420,420,420,420,420,0,0`, which both begin nominal at 1, and seven zeros.
 */
import { ledgerFigures, type LedgerFigure } from './capacity.types';
import type { LedgerWeek } from './capacity-weeks.types';

const DAYS = 7;

export interface WeekDictionary {
  /** Seven after seven. */
  minutes: readonly number[];
  /** By figure, for each week the place of its Monday in `minutes`, counted from 1 as SQL does. */
  places: Readonly<Record<LedgerFigure, Int32Array>>;
}

/** The dictionary of these weeks. */
export function dictionaryOf(weeks: readonly LedgerWeek[]): WeekDictionary {
  const minutes: number[] = [];
  const known = new Map<string, number>();
  const places = ledgerFigures.map((figure) => {
    const column = new Int32Array(weeks.length);
    let before = 0;
    for (const [index, { ledger, monday }] of weeks.entries()) {
      const start = monday - ledger.from;
      const days = ledger[figure];
      if (before === 0 || !isSame(minutes, before, { days, start })) {
        before = placeOf(days.subarray(start, start + DAYS), { minutes, known });
      }
      column[index] = before;
    }
    return [figure, column] as const;
  });
  return { minutes, places: Object.fromEntries(places) as Record<LedgerFigure, Int32Array> };
}

function isSame(
  minutes: readonly number[],
  place: number,
  { days, start }: { days: Int32Array; start: number },
): boolean {
  for (let day = 0; day < DAYS; day += 1) if (minutes[place - 1 + day] !== days[start + day]) return false;
  return true;
}

function placeOf(week: Int32Array, { minutes, known }: { minutes: number[]; known: Map<string, number> }): number {
  const key = week.join();
  const found = known.get(key);
  if (found !== undefined) return found;
  const place = minutes.length + 1;
  minutes.push(...week);
  known.set(key, place);
  return place;
}
