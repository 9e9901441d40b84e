/**
 * When a cron expression in a time zone is due. A time that the clocks skip is due at the first minute after the jump; instants
 * that coincide are one. As the scheduler has it, day of month and day of week must both match, and a time that the clocks repeat
 * is due once: at its second occurrence east of Greenwich, at its first west of it.
 * @example `30 2 * * *` in Paris is due on 2026-03-29 at 03:00 and on 2026-10-25 at the second 02:30, 01:30 UTC
 */
import { fromEpochDay, toEpochDay, weekdayOf } from '../../shared/calendar-dates';
import { ZoneClock, type ClockJump } from '../../shared/zone-clock';
import { CRON_BOUNDS } from '../integrations/cron.rules';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** Eight years hold a 29 February, also around 2100. */
const LOOK_AHEAD_DAYS = 2_925;

interface CronTimes {
  /** Minutes of the day, in order. */
  minutesOfDay: readonly number[];
  /** @param day since the epoch */
  isDueOn: (day: number) => boolean;
}

/** A time that clocks skip, and what they show instead; a report or a sync is due then. */
export interface SkippedTime {
  year: number;
  /** 1-12 */
  month: number;
  day: number;
  hour: number;
  minute: number;
}

/**
 * The instants in `[from, to)` at which `cron` is due, at most `limit`, in order.
 * @param cron five fields that `isCron` accepts
 * @param clock of the zone, for who asks about many schedules: making one takes longer than asking it
 */
export function fireTimes(
  { cron, timezone }: { cron: string; timezone: string },
  { from, to, limit }: { from: Date; to: Date; limit: number },
  clock = new ZoneClock(timezone),
): Date[] {
  const times = cronTimesOf(cron);
  const found: Date[] = [];
  const first = toEpochDay(clock.local(from).date) - 1;
  const last = toEpochDay(clock.local(to).date);
  for (let day = first; day <= last && found.length < limit; day += 1) {
    if (!times.isDueOn(day)) continue;
    for (const at of instantsOf(times.minutesOfDay, { day, clock })) {
      const isNext = at >= from.getTime() && at < to.getTime() && at !== found.at(-1)?.getTime();
      if (isNext && found.push(new Date(at)) === limit) break;
    }
  }
  return found;
}

/** The first instant after `after` at which it is due; null when there is none, e.g. on 31 February. */
export function nextFireTime(
  schedule: { cron: string; timezone: string },
  after: Date,
  clock?: ZoneClock,
): Date | null {
  const from = new Date(after.getTime() + 1);
  const to = new Date(after.getTime() + LOOK_AHEAD_DAYS * DAY_MS);
  return fireTimes(schedule, { from, to, limit: 1 }, clock)[0] ?? null;
}

/** What the clocks of the zone show at an instant, to the minute: the key of its run. @example '2026-10-25T02:30' */
export function localMinuteOf(instant: Date, timezone: string): string {
  const { date, msOfDay } = new ZoneClock(timezone).local(instant);
  const minute = Math.floor(msOfDay / MINUTE_MS);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${date}T${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}

/**
 * Where one of `jumps` skips a time that is due: what the clocks show right after it. The scheduler, which takes local times
 * literally, would leave those out.
 */
export function skippedTimes(cron: string, jumps: readonly ClockJump[]): SkippedTime[] {
  const times = cronTimesOf(cron);
  return jumps.flatMap(({ at, beforeMs, afterMs }) => {
    const [gapStart, gapEnd] = [at.getTime() + beforeMs, at.getTime() + afterMs];
    const isSkipped = [...new Set([gapStart, gapEnd - 1].map((ms) => Math.floor(ms / DAY_MS)))].some(
      (day) =>
        times.isDueOn(day) &&
        times.minutesOfDay.some((minute) => {
          const wall = day * DAY_MS + minute * MINUTE_MS;
          return wall >= gapStart && wall < gapEnd;
        }),
    );
    if (!isSkipped) return [];
    const shown = new Date(gapEnd);
    return [
      {
        year: shown.getUTCFullYear(),
        month: shown.getUTCMonth() + 1,
        day: shown.getUTCDate(),
        hour: shown.getUTCHours(),
        minute: shown.getUTCMinutes(),
      },
    ];
  });
}

/** Instants of the due minutes of one local day, in order, in milliseconds. */
function* instantsOf(minutes: readonly number[], { day, clock }: { day: number; clock: ZoneClock }): Generator<number> {
  const midnight = day * DAY_MS;
  const before = clock.offsetMs(new Date(midnight - DAY_MS));
  const after = clock.offsetMs(new Date(midnight + 2 * DAY_MS));
  if (before === after) {
    for (const minute of minutes) yield midnight + minute * MINUTE_MS - before;
    return;
  }
  const [jump] = clock.jumps(new Date(midnight - DAY_MS), new Date(midnight + 2 * DAY_MS));
  for (const minute of minutes) {
    const wall = midnight + minute * MINUTE_MS;
    const offsets = [clock.offsetMs(new Date(wall)), before, after];
    const fits = offsets
      .map((offset) => wall - offset)
      .find((candidate) => candidate + clock.offsetMs(new Date(candidate)) === wall);
    yield fits === undefined && jump !== undefined ? jump.at.getTime() : (fits ?? wall - after);
  }
}

function cronTimesOf(cron: string): CronTimes {
  const [minutes, hours, days, months, weekdays] = cron
    .trim()
    .split(/\s+/)
    .map((field, index) => valuesOf(field, CRON_BOUNDS[index] ?? [0, 0]));
  const inOrder = (values: ReadonlySet<number> = new Set()): number[] => [...values].sort((a, b) => a - b);
  const ofHour = inOrder(minutes);
  return {
    minutesOfDay: inOrder(hours).flatMap((hour) => ofHour.map((minute) => hour * 60 + minute)),
    isDueOn: (day) => {
      const weekday = (weekdayOf(day) + 1) % 7;
      const isWeekday = weekdays?.has(weekday) === true || (weekday === 0 && weekdays?.has(7) === true);
      if (!isWeekday) return false;
      const date = fromEpochDay(day);
      return months?.has(Number(date.slice(5, 7))) === true && days?.has(Number(date.slice(8))) === true;
    },
  };
}

/** The values of a field such as `1-5`, `0/15` (15 apart from 0 on) or `*`. */
function valuesOf(field: string, [lowest, highest]: readonly [number, number]): Set<number> {
  const values = new Set<number>();
  for (const part of field.split(',')) {
    const [range = '*', step] = part.split('/');
    const [from, to] = range === '*' ? [lowest, highest] : range.split('-').map(Number);
    const last = to ?? (step === undefined ? from : highest);
    for (let value = from ?? lowest; value <= (last ?? highest); value += Number(step ?? 1)) values.add(value);
  }
  return values;
}
