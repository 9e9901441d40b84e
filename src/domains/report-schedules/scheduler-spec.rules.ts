/** A cron expression as the scheduler takes it, with the local times that it would leave out where clocks go forward. */
import { ZoneClock } from '../../shared/zone-clock';
import { skippedTimes } from './fire-times.rules';

const DAY_MS = 86_400_000;
/** A backfill reaches back so far. */
const DAYS_BACK = 400;
/** What is written is renewed long before it ends. */
const DAYS_AHEAD = 1_830;

const MONTHS = [
  'JANUARY',
  'FEBRUARY',
  'MARCH',
  'APRIL',
  'MAY',
  'JUNE',
  'JULY',
  'AUGUST',
  'SEPTEMBER',
  'OCTOBER',
  'NOVEMBER',
  'DECEMBER',
] as const;

/** A part of the scheduler's own `ScheduleSpec`. */
export interface SchedulerSpec {
  cronExpressions: string[];
  calendars: {
    year: number;
    month: (typeof MONTHS)[number];
    dayOfMonth: number;
    hour: number;
    minute: number;
    comment: string;
  }[];
  timezone: string;
}

/**
 * The scheduler takes local times literally: one that the clocks skip would never come. A calendar entry for each such day runs
 * it at the first minute after the jump.
 */
export function schedulerSpec({ cron, timezone }: { cron: string; timezone: string }, now: Date): SchedulerSpec {
  const from = new Date(now.getTime() - DAYS_BACK * DAY_MS);
  const to = new Date(now.getTime() + DAYS_AHEAD * DAY_MS);
  const jumps = new ZoneClock(timezone).jumps(from, to);
  return {
    cronExpressions: [cron],
    timezone,
    calendars: skippedTimes(cron, jumps).map(({ year, month, day, hour, minute }) => ({
      year,
      month: MONTHS[month - 1] ?? 'JANUARY',
      dayOfMonth: day,
      hour,
      minute,
      comment: 'In place of a time that the clocks skip',
    })),
  };
}
