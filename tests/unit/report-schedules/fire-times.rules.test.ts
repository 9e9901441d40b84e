import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  fireTimes,
  localMinuteOf,
  nextFireTime,
  skippedTimes,
} from '../../../src/domains/report-schedules/fire-times.rules';
import { ZoneClock } from '../../../src/shared/zone-clock';

const PARIS = 'Europe/Paris';
const times = (cron: string, from: string, to: string, timezone = PARIS): string[] =>
  fireTimes({ cron, timezone }, { from: new Date(from), to: new Date(to), limit: 1_000 }).map((at) =>
    at.toISOString().slice(0, 16),
  );

describe('the days on which clocks change', () => {
  test.each([
    ['0 8 * * *', ['2026-03-28T07:00', '2026-03-29T06:00', '2026-03-30T06:00']],
    ['30 2 * * *', ['2026-03-28T01:30', '2026-03-29T01:00', '2026-03-30T00:30']],
    [
      '0,30 2 * * *',
      ['2026-03-28T01:00', '2026-03-28T01:30', '2026-03-29T01:00', '2026-03-30T00:00', '2026-03-30T00:30'],
    ],
    [
      '30 2,3 * * *',
      [
        '2026-03-28T01:30',
        '2026-03-28T02:30',
        '2026-03-29T01:00',
        '2026-03-29T01:30',
        '2026-03-30T00:30',
        '2026-03-30T01:30',
      ],
    ],
  ])('in March %s', (cron, expected) => {
    expect(times(cron, '2026-03-27T23:00:00Z', '2026-03-30T22:00:00Z')).toEqual(expected);
  });

  test.each([
    ['0 8 * * *', ['2026-10-24T06:00', '2026-10-25T07:00', '2026-10-26T07:00']],
    ['30 2 * * *', ['2026-10-24T00:30', '2026-10-25T01:30', '2026-10-26T01:30']],
  ])('in October %s', (cron, expected) => {
    expect(times(cron, '2026-10-23T22:00:00Z', '2026-10-26T23:00:00Z')).toEqual(expected);
  });

  test('both occurrences of a repeated time have one key, and a jump has the key of the minute after it', () => {
    expect(['2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z'].map((at) => localMinuteOf(new Date(at), PARIS))).toEqual([
      '2026-10-25T02:30',
      '2026-10-25T02:30',
    ]);
    expect(localMinuteOf(new Date('2026-03-29T01:00:00Z'), PARIS)).toBe('2026-03-29T03:00');
  });

  test('a zone that changes at midnight, and one that changes by half an hour', () => {
    expect(times('15 0 * * *', '2026-09-05T12:00:00Z', '2026-09-07T00:00:00Z', 'America/Santiago')).toEqual([
      '2026-09-06T04:00',
    ]);
    expect(times('10 2 * * *', '2026-10-03T00:00:00Z', '2026-10-04T14:00:00Z', 'Australia/Lord_Howe')).toEqual([
      '2026-10-03T15:30',
    ]);
  });
});

describe('the fields of cron', () => {
  test.each([
    ['0 6 * * 1', ['2026-11-02T05:00', '2026-11-09T05:00']],
    ['0 6 1-7 * 0', ['2026-11-01T05:00']],
    ['0 6 * * 7', ['2026-11-01T05:00', '2026-11-08T05:00']],
    ['0 6 */5 11 *', ['2026-11-01T05:00', '2026-11-06T05:00']],
    ['5/20 6 10 * *', ['2026-11-10T05:05', '2026-11-10T05:25', '2026-11-10T05:45']],
  ])('%s', (cron, expected) => {
    expect(times(cron, '2026-11-01T00:00:00Z', '2026-11-11T00:00:00Z')).toEqual(expected);
  });

  test('the next time, also years ahead, or never', () => {
    const next = (cron: string): string | undefined =>
      nextFireTime({ cron, timezone: 'UTC' }, new Date('2026-11-25T08:00:00Z'))?.toISOString();
    expect(next('0 8 * * *')).toBe('2026-11-26T08:00:00.000Z');
    expect(next('1 8 * * *')).toBe('2026-11-25T08:01:00.000Z');
    expect(next('0 0 29 2 *')).toBe('2028-02-29T00:00:00.000Z');
    expect(next('0 0 31 2 *')).toBeUndefined();
  });

  test('west of Greenwich the first of two is due, as the scheduler has it', () => {
    expect(times('30 1 * * *', '2026-11-01T00:00:00Z', '2026-11-02T00:00:00Z', 'America/New_York')).toEqual([
      '2026-11-01T05:30',
    ]);
  });

  test('no more than the limit', () => {
    const range = { from: new Date('2026-01-01T00:00:00Z'), to: new Date('2027-01-01T00:00:00Z'), limit: 3 };
    expect(fireTimes({ cron: '* * * * *', timezone: 'UTC' }, range)).toHaveLength(3);
  });
});

describe('times that are skipped', () => {
  const jumps = new ZoneClock(PARIS).jumps(new Date('2026-01-01T00:00:00Z'), new Date('2028-01-01T00:00:00Z'));

  test('the clocks of Paris go forward once a year', () => {
    expect(jumps.map(({ at, beforeMs, afterMs }) => [at.toISOString(), beforeMs, afterMs])).toEqual([
      ['2026-03-29T01:00:00.000Z', 3_600_000, 7_200_000],
      ['2027-03-28T01:00:00.000Z', 3_600_000, 7_200_000],
    ]);
  });

  test.each([
    ['30 2 * * *', 2],
    ['0 2 * 3 0', 2],
    ['0 8 * * *', 0],
    ['0 3 * * *', 0],
    ['30 2 * * 1', 0],
  ])('%s is skipped %d times', (cron, expected) => {
    expect(skippedTimes(cron, jumps)).toEqual(
      [
        { year: 2026, month: 3, day: 29, hour: 3, minute: 0 },
        { year: 2027, month: 3, day: 28, hour: 3, minute: 0 },
      ].slice(0, expected),
    );
  });
});

test('against a slow oracle: every minute whose clock matches is due, one of those that repeat, and every skipped one', () => {
  const zone = fc.constantFrom(PARIS, 'America/New_York', 'America/Santiago', 'Australia/Lord_Howe', 'Asia/Kolkata');
  const change = fc.constantFrom('2026-03-28', '2026-10-24', '2026-03-07', '2026-10-31', '2026-09-05', '2026-10-03');
  fc.assert(
    fc.property(
      zone,
      change,
      fc.integer({ min: 0, max: 3 }),
      fc.integer({ min: 0, max: 59 }),
      (timezone, day, hour, minute) => {
        const from = new Date(`${day}T00:00:00Z`);
        const to = new Date(from.getTime() + 3 * 86_400_000);
        const clock = new ZoneClock(timezone);
        const seen = new Set<string>();
        const expected: number[] = [];
        let before = clock.local(new Date(from.getTime() - 60_000));
        for (let at = from.getTime(); at < to.getTime(); at += 60_000) {
          const now = clock.local(new Date(at));
          const target = (hour * 60 + minute) * 60_000;
          const jumped = now.date === before.date ? now.msOfDay - before.msOfDay > 60_000 : now.msOfDay > 0;
          const start = now.date === before.date ? before.msOfDay : -1;
          const isDue = now.msOfDay === target || (jumped && target > start && target < now.msOfDay);
          const isRepeated = isDue && seen.has(now.date);
          if (isRepeated && clock.offsetMs(new Date(at)) >= 0) expected.pop();
          if (isDue && (!isRepeated || clock.offsetMs(new Date(at)) >= 0)) expected.push(at);
          if (isDue) seen.add(now.date);
          before = now;
        }
        const cron = `${String(minute)} ${String(hour)} * * *`;
        // A time repeated on the first day may have been due just before the range.
        const found = fireTimes({ cron, timezone }, { from, to, limit: 10 }).map((at) => at.getTime());
        expect(found.slice(-2)).toEqual(expected.slice(-2));
      },
    ),
    { numRuns: 60 },
  );
});
