/**
 * Clock times of one pattern day (READINGS 4, 5, 14, 15). An interval that ends at or before its start runs into the
 * next date and still belongs to the date it starts on: 22:00-06:00 is `{ startMinute: 1320, endMinute: 1800 }`. What is
 * listed after it and starts earlier on the clock is the rest of that night: 22:00-02:00, 02:30-06:00 is one shift.
 */
import type { ClockInterval } from './capacity.types';

export const MINUTES_PER_DAY = 1440;

export type ClockIntervalsReading =
  { intervals: ClockInterval[] } | { problem: 'start_equals_end' | 'overlap' | 'out_of_range'; index: number };

/**
 * Sorted intervals with touching ones joined, or the first problem with the index of the interval it was met at.
 * `raw` holds wall-clock minutes of the day: `startMinute` 0…1439, `endMinute` 0…1440 (24:00).
 *
 * @example readClockIntervals([{ startMinute: 1320, endMinute: 360 }]) // { intervals: [{ startMinute: 1320, endMinute: 1800 }] }
 */
export function readClockIntervals(raw: readonly ClockInterval[]): ClockIntervalsReading {
  const indexed: (ClockInterval & { index: number })[] = [];
  let nightStart: number | null = null;
  for (const [index, { startMinute, endMinute }] of raw.entries()) {
    if (!isMinute(startMinute, MINUTES_PER_DAY - 1) || !isMinute(endMinute, MINUTES_PER_DAY)) {
      return { problem: 'out_of_range', index };
    }
    if (startMinute === endMinute) return { problem: 'start_equals_end', index };
    const start: number = nightStart !== null && startMinute < nightStart ? startMinute + MINUTES_PER_DAY : startMinute;
    const length = endMinute - startMinute + (endMinute < startMinute ? MINUTES_PER_DAY : 0);
    if (endMinute < startMinute) nightStart ??= startMinute;
    indexed.push({ startMinute: start, endMinute: start + length, index });
  }
  indexed.sort((a, b) => a.startMinute - b.startMinute);
  const intervals: ClockInterval[] = [];
  for (const { startMinute, endMinute, index } of indexed) {
    const last = intervals.at(-1);
    if (last !== undefined && startMinute < last.endMinute) return { problem: 'overlap', index };
    if (last?.endMinute === startMinute) last.endMinute = endMinute;
    else intervals.push({ startMinute, endMinute });
  }
  return { intervals };
}

/** Worked minutes of one date. */
export function lengthOf(intervals: readonly ClockInterval[]): number {
  return intervals.reduce((sum, interval) => sum + interval.endMinute - interval.startMinute, 0);
}

/**
 * Axis position of the middle: before the longest pause, the earliest of equals; without a pause half of the minutes.
 *
 * @example middleOfIntervals([9:00-12:00, 13:00-18:00]) === 180; middleOfIntervals([9:00-16:01]) === 210
 */
export function middleOfIntervals(intervals: readonly ClockInterval[]): number {
  let longestPause = 0;
  let middle = Math.floor(lengthOf(intervals) / 2);
  let worked = 0;
  for (const [index, interval] of intervals.entries()) {
    worked += interval.endMinute - interval.startMinute;
    const next = intervals[index + 1];
    if (next !== undefined && next.startMinute - interval.endMinute > longestPause) {
      longestPause = next.startMinute - interval.endMinute;
      middle = worked;
    }
  }
  return middle;
}

/** Wall-clock minute at which the worked minute at `position` begins; `position` lies on the axis `[0, length)`. */
export function clockMinuteAt(intervals: readonly ClockInterval[], position: number): number {
  let before = 0;
  for (const { startMinute, endMinute } of intervals) {
    const length = endMinute - startMinute;
    if (position < before + length) return startMinute + position - before;
    before += length;
  }
  throw new RangeError(`no worked minute at position ${position}`);
}

function isMinute(value: number, highest: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= highest;
}
