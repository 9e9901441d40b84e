/** Instants and the calendar of a time zone, and the durations policies are written in. */
import { fromEpochDay, toEpochDay, type IsoDate } from '../../shared/calendar-dates';
import { ZoneClock } from '../../shared/zone-clock';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const DURATION = /^P(?:(\d{1,3})W)?(?:(\d{1,3})D)?(?:T(?:(\d{1,4})H)?(?:(\d{1,5})M)?)?$/;

/** Days are calendar days, the rest is elapsed time. */
export interface Duration {
  days: number;
  minutes: number;
}

/**
 * An ISO 8601 duration of weeks, days, hours and minutes, longer than nothing; null for any other text.
 * @example parseDuration('P1W2DT4H') is { days: 9, minutes: 240 }
 */
export function parseDuration(text: string): Duration | null {
  const parts = DURATION.exec(text);
  if (parts === null || text.endsWith('T')) return null;
  const [weeks = 0, days = 0, hours = 0, minutes = 0] = parts
    .slice(1)
    .map((part: string | undefined) => Number(part ?? 0));
  const duration = { days: weeks * 7 + days, minutes: hours * 60 + minutes };
  return duration.days + duration.minutes === 0 ? null : duration;
}

/**
 * The instant `times` durations after `start`: whole days keep the time of day of the zone, whatever its clocks do.
 * @example 2 days after Friday 27 March 2026 10:00 in Paris is Sunday 29 March 10:00, 47 hours later
 */
export function later(
  start: Date,
  { days, minutes }: Duration,
  { times, zone }: { times: number; zone: string },
): Date {
  if (days === 0) return new Date(start.getTime() + times * minutes * MINUTE_MS);
  const local = new ZoneClock(zone).local(start);
  const date = fromEpochDay(toEpochDay(local.date) + times * days);
  return new Date(instantAt({ date, msOfDay: local.msOfDay }, zone).getTime() + times * minutes * MINUTE_MS);
}

/** The date of an instant in a zone. @example localDate(new Date('2026-11-22T23:30:00Z'), 'Europe/Paris') === '2026-11-23' */
export function localDate(instant: Date, zone: string): IsoDate {
  return new ZoneClock(zone).local(instant).date;
}

/** The instant of a local time; in the hour that clocks skip, an hour later (02:30 is 03:30), in the one they repeat, the first. */
export function instantAt({ date, msOfDay }: { date: IsoDate; msOfDay: number }, zone: string): Date {
  const clock = new ZoneClock(zone);
  const asUtc = toEpochDay(date) * DAY_MS + msOfDay;
  const before = clock.offsetMs(new Date(asUtc - DAY_MS));
  const after = clock.offsetMs(new Date(asUtc + DAY_MS));
  const earlier = asUtc - Math.max(before, after);
  const fits = [asUtc - Math.max(before, after), asUtc - Math.min(before, after)].find(
    (candidate) => candidate + clock.offsetMs(new Date(candidate)) === asUtc,
  );
  return new Date(fits ?? earlier + Math.abs(after - before));
}
