/** The clocks of a time zone: what they show at an instant, and where they jump. */
import { fromEpochDay, type IsoDate } from './calendar-dates';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** What a clock of the zone shows. */
export interface LocalTime {
  date: IsoDate;
  /** 0 … 86,399,999 */
  msOfDay: number;
}

/** Clocks that go forward: the local times from `at + before` up to `at + after` do not exist. */
export interface ClockJump {
  at: Date;
  beforeMs: number;
  afterMs: number;
}

/** Looks for jumps in steps of this length: no zone changes its clocks twice within it. */
const STEP_MS = 7 * DAY_MS;

export class ZoneClock {
  readonly #format: Intl.DateTimeFormat;

  /** @param zone a name of the IANA database @throws RangeError for any other */
  constructor(zone: string) {
    this.#format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  }

  /** How far the clocks are ahead of UTC at an instant, in milliseconds. */
  offsetMs(instant: Date): number {
    const parts = this.#format.formatToParts(instant);
    const value = (type: string): number => Number(parts.find((part) => part.type === type)?.value);
    const local = Date.UTC(
      value('year'),
      value('month') - 1,
      value('day'),
      value('hour'),
      value('minute'),
      value('second'),
    );
    return local - Math.floor(instant.getTime() / 1_000) * 1_000;
  }

  /** @example 2026-11-22T23:30:00Z is 2026-11-23 00:30 in Paris */
  local(instant: Date): LocalTime {
    const local = instant.getTime() + this.offsetMs(instant);
    const day = Math.floor(local / DAY_MS);
    return { date: fromEpochDay(day), msOfDay: local - day * DAY_MS };
  }

  /** Where the clocks go forward in `[from, to)`, in order. */
  jumps(from: Date, to: Date): ClockJump[] {
    const jumps: ClockJump[] = [];
    let [start, before] = [from.getTime(), this.offsetMs(from)];
    while (start < to.getTime()) {
      const end = Math.min(start + STEP_MS, to.getTime());
      const after = this.offsetMs(new Date(end));
      if (after > before) jumps.push({ at: this.#changeBetween(start, end, before), beforeMs: before, afterMs: after });
      [start, before] = [end, after];
    }
    return jumps;
  }

  /** The first minute of the new offset; `start` has the old one. */
  #changeBetween(start: number, end: number, before: number): Date {
    let [low, high] = [Math.floor(start / MINUTE_MS), Math.ceil(end / MINUTE_MS)];
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (this.offsetMs(new Date(middle * MINUTE_MS)) === before) low = middle;
      else high = middle;
    }
    return new Date(high * MINUTE_MS);
  }
}
