/**
 * The net minutes of a day by its halves, read off the same axis as the ledger (READINGS 13-19). Hours of absence without a
 * position are thought to be the last of the day. Example: 7 h day, leave from noon: morning 210, afternoon 0.
 */
import type { EpochDay } from '../../shared/calendar-dates';
import type { DayRange, FigureColumns, PersonPlan } from './capacity.types';
import { markedDayAt, remainingAxis } from './day-axis.rules';
import { slotOf } from './hours-sources.rules';
import { computeAvailability } from './person-ledger.rules';

/** Minutes per day of `[from, to)`, index `day - from`; `morning + afternoon = net` on every day. */
export interface NetHalves extends Pick<FigureColumns, 'nominal' | 'holiday' | 'absence'> {
  from: EpochDay;
  /** 1 on days within employment. */
  engaged: Uint8Array;
  morning: Int32Array;
  afternoon: Int32Array;
}

/** What is left of each half of each day of `range`, whatever is booked. */
export function netHalves(plan: PersonPlan, range: DayRange): NetHalves {
  const { segments, marks, columns, engaged } = computeAvailability(plan, range);
  const { nominal, holiday, absence } = columns;
  const morning = new Int32Array(nominal.length);
  const afternoon = new Int32Array(nominal.length);
  for (const { source, from, to } of segments) {
    if (source === null) continue;
    for (let day = from; day < to; day += 1) {
      const index = day - range.from;
      const slot = slotOf(source, day);
      if (slot.minutes === 0) continue;
      const { start, end } = remainingAxis(markedDayAt(marks, index, slot));
      morning[index] = Math.max(0, Math.min(end, slot.middle) - start);
      afternoon[index] = Math.max(0, end - Math.max(start, slot.middle));
    }
  }
  return { from: range.from, engaged, nominal, holiday, absence, morning, afternoon };
}
