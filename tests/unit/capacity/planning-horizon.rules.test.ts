import { describe, expect, test } from '@jest/globals';
import {
  LONGEST_RANGE_DAYS,
  planningHorizon,
  rangeWithin,
  WEEKS_AHEAD,
  WEEKS_BEHIND,
} from '../../../src/domains/capacity/planning-horizon.rules';
import { toEpochDay, weekdayOf } from '../../../src/shared/calendar-dates';

describe('the horizon', () => {
  test.each(['2026-11-23T00:00:00Z', '2026-11-29T23:59:59Z', '2027-01-01T12:00:00Z'])('of %s is whole weeks', (now) => {
    const { from, to } = planningHorizon(new Date(now));
    const today = toEpochDay(now.slice(0, 10));
    expect([weekdayOf(toEpochDay(from)), weekdayOf(toEpochDay(to))]).toEqual([0, 6]);
    expect(today - toEpochDay(from)).toBeGreaterThanOrEqual(7 * WEEKS_BEHIND);
    expect(toEpochDay(to) - today).toBeGreaterThanOrEqual(7 * WEEKS_AHEAD);
  });

  test('is the same on every day of a week', () => {
    expect(planningHorizon(new Date('2026-11-23T00:00:00Z'))).toEqual(
      planningHorizon(new Date('2026-11-29T22:00:00Z')),
    );
  });
});

describe('a range', () => {
  const bounds = { from: 1_000, to: 2_000 };
  const range = (from: string, to: string | null) => rangeWithin({ from, to }, bounds);
  const day = (epochDay: number): string => new Date(epochDay * 86_400_000).toISOString().slice(0, 10);

  test('of ordinary length is taken as it is, wherever it lies', () => {
    expect(range(day(50), day(59))).toEqual({ from: 50, to: 60 });
    expect(range(day(5_000), day(5_000))).toEqual({ from: 5_000, to: 5_001 });
    expect(range(day(0), day(LONGEST_RANGE_DAYS - 1))).toEqual({ from: 0, to: LONGEST_RANGE_DAYS });
  });

  test('without an end goes to the bounds', () => {
    expect(range(day(1_500), null)).toEqual({ from: 1_500, to: 2_000 });
    expect(range(day(3_000), null)).toEqual({ from: 3_000, to: 3_000 });
  });

  test('that is very long is cut to the bounds, and is empty outside of them', () => {
    expect(range(day(0), day(90_000))).toEqual({ from: 1_000, to: 2_000 });
    expect(range(day(3_000), day(90_000))).toEqual({ from: 3_000, to: 3_000 });
  });
});
