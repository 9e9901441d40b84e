/**
 * Rest of at least 11 h to the next start of work and 35 h in a row within the ISO week (READINGS 31; French labour code
 * L3131-1 and L3132-2). Judged only between days with clock times: a day is worked from its first to its last remaining
 * worked minute, hour-based absence being its last minutes, and load above net follows its last minute.
 * Example: 13:00-22:00, 60 min over: ends at 23:00; next start at 09:00 is 10 h later: a breach of 60 min.
 */
import { mondayOf, type EpochDay } from '../../shared/calendar-dates';
import { clockMinuteAt, MINUTES_PER_DAY } from '../capacity/clock-intervals.rules';
import { markedDayAt, remainingAxis } from '../capacity/day-axis.rules';
import { slotOf } from '../capacity/hours-sources.rules';
import type { PersonLedger, PersonTimeline } from '../capacity/capacity.types';
import type { Finding } from './conflicts.types';

export const DAILY_REST_MINUTES = 660;
export const WEEKLY_REST_MINUTES = 2100;

/** A worked day in minutes since the epoch day 0, `[start, end)`, or `unknown` when it has no clock times. */
type WorkedDay = { start: number; end: number } | 'unknown';

/**
 * Dates with firm minutes after which rest is too short, with the minutes that lack. A lack of weekly rest is shown on
 * the last date of the week with firm minutes; where both lack on one date, the larger counts.
 */
export function findRestBreaches(ledger: PersonLedger): Finding[] {
  const { timeline } = ledger;
  if (!timeline.segments.some(({ source }) => source?.clocked === true)) return [];
  const days = workedDays(timeline);
  const findings = new Map<EpochDay, Finding>();
  const add = (found: Finding): void => {
    const known = findings.get(found.day);
    if (known === undefined) findings.set(found.day, found);
    else {
      known.minutesOver = Math.max(known.minutesOver, found.minutesOver);
      known.causeFrom = Math.min(known.causeFrom, found.causeFrom);
      known.causeTo = Math.max(known.causeTo, found.causeTo);
    }
  };
  for (let day = ledger.from; day < ledger.to; day += 1) {
    const missing = missingDailyRest(timeline, days, day);
    if (missing > 0) add(breach(day, missing, { causeFrom: day, causeTo: day + 1 }));
  }
  for (let monday = mondayOf(ledger.from); monday < ledger.to; monday += 7) {
    const day = lastFirmDay(ledger, monday);
    const missing = day === null ? 0 : missingWeeklyRest(days, monday);
    if (day !== null && missing > 0) add(breach(day, missing, { causeFrom: monday, causeTo: monday + 7 }));
  }
  return [...findings.values()];
}

function breach(day: EpochDay, minutesOver: number, causes: { causeFrom: number; causeTo: number }): Finding {
  return { kind: 'rest_breach', day, minutesOver, unplacedIds: new Set(), ...causes };
}

function missingDailyRest(timeline: PersonTimeline, days: ReadonlyMap<EpochDay, WorkedDay>, day: EpochDay): number {
  const worked = days.get(day);
  if (worked === undefined || worked === 'unknown' || firmOn(timeline, day) === 0) return 0;
  for (let next = day + 1; next < timeline.to; next += 1) {
    const following = days.get(next);
    if (following === 'unknown') return 0;
    if (following === undefined) continue;
    const rest = Math.max(0, following.start - worked.end);
    return Math.max(0, DAILY_REST_MINUTES - rest);
  }
  return 0;
}

/** A week with a worked day without clock times is not judged; a shift of the Sunday before may run into it. */
function missingWeeklyRest(days: ReadonlyMap<EpochDay, WorkedDay>, monday: EpochDay): number {
  const end = (monday + 7) * MINUTES_PER_DAY;
  let restFrom = monday * MINUTES_PER_DAY;
  let longest = 0;
  for (let day = monday - 1; day < monday + 7; day += 1) {
    const worked = days.get(day);
    if (worked === undefined) continue;
    if (worked === 'unknown') {
      if (day >= monday) return 0;
      continue;
    }
    longest = Math.max(longest, worked.start - restFrom);
    restFrom = Math.max(restFrom, worked.end);
  }
  longest = Math.max(longest, end - restFrom);
  return Math.max(0, WEEKLY_REST_MINUTES - longest);
}

function lastFirmDay(ledger: PersonLedger, monday: EpochDay): EpochDay | null {
  const first = Math.max(monday, ledger.from);
  for (let day = Math.min(monday + 7, ledger.to) - 1; day >= first; day -= 1) {
    if (firmOn(ledger.timeline, day) > 0) return day;
  }
  return null;
}

/** Worked days of a timeline; days without net and without load are free and missing from the map. */
function workedDays(timeline: PersonTimeline): Map<EpochDay, WorkedDay> {
  const days = new Map<EpochDay, WorkedDay>();
  for (const { from, to, source } of timeline.segments) {
    if (source === null) continue;
    for (let day = from; day < to; day += 1) {
      const index = day - timeline.from;
      const net = timeline.columns.net[index] ?? 0;
      const load = timeline.columns.firm[index] ?? 0;
      if (net === 0 && load === 0) continue;
      const slot = slotOf(source, day);
      const { start, end } = remainingAxis(markedDayAt(timeline.marks, index, slot));
      if (slot.intervals === null || start === end) {
        days.set(day, 'unknown');
        continue;
      }
      const midnight = day * MINUTES_PER_DAY;
      const lastMinuteEnd = midnight + clockMinuteAt(slot.intervals, end - 1) + 1;
      days.set(day, {
        start: midnight + clockMinuteAt(slot.intervals, start),
        end: lastMinuteEnd + Math.max(0, load - net),
      });
    }
  }
  return days;
}

function firmOn(timeline: PersonTimeline, day: EpochDay): number {
  return timeline.columns.firm[day - timeline.from] ?? 0;
}
