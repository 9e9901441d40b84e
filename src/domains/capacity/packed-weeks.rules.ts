/**
 * Weeks as PostgreSQL writes integer arrays, into day columns. Example: for the figures net and firm
 * `{420,420,420,420,420,0,0}0` is a week of 35 h of which nothing is booked.
 */
import type { DayRange, LedgerFigure } from './capacity.types';

const OPEN = 123; // {
const CLOSE = 125; // }
const COMMA = 44;
const ZERO = 48;
const DAYS_PER_WEEK = 7;

/** Day columns of `range` out of the packed weeks of `weeks`, which begin no later and end no earlier. */
export function unpackWeeks<F extends LedgerFigure>(
  packed: string,
  figures: readonly F[],
  { weeks, range }: { weeks: DayRange; range: DayRange },
): Record<F, Int32Array> {
  const whole = figures.map(() => new Int32Array(weeks.to - weeks.from));
  fill(packed, whole);
  const [start, end] = [range.from - weeks.from, range.to - weeks.from];
  const columns = figures.map((figure, index) => [figure, whole[index]?.subarray(start, end)] as const);
  return Object.fromEntries(columns) as Record<F, Int32Array>;
}

/** One pass over the text: `{` begins a week of a figure, a `0` outside of braces is a week without a minute. */
function fill(packed: string, columns: readonly Int32Array[]): void {
  let place = 0;
  for (let at = 0; at < packed.length; at += 1) {
    const column = columns[place % columns.length];
    const week = Math.floor(place / columns.length);
    place += 1;
    if (packed.charCodeAt(at) !== OPEN || column === undefined) continue;
    let day = week * DAYS_PER_WEEK;
    let minutes = 0;
    for (at += 1; ; at += 1) {
      const character = packed.charCodeAt(at);
      if (character !== COMMA && character !== CLOSE) {
        minutes = minutes * 10 + character - ZERO;
        continue;
      }
      column[day] = minutes;
      day += 1;
      minutes = 0;
      if (character === CLOSE) break;
    }
  }
}
