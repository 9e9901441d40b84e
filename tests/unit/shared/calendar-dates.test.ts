import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  addDays,
  fromEpochDay,
  isIsoDate,
  mondayOf,
  monthOf,
  toEpochDay,
  weekdayOf,
} from '../../../src/shared/calendar-dates';

const FIRST = toEpochDay('1900-01-01');
const LAST = toEpochDay('2200-12-31');
const anyDay = fc.integer({ min: FIRST, max: LAST });

describe('epoch days', () => {
  test('examples', () => {
    expect([toEpochDay('1970-01-01'), toEpochDay('1970-01-02'), toEpochDay('1969-12-31')]).toEqual([0, 1, -1]);
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
    expect(addDays('2100-02-28', 1)).toBe('2100-03-01');
    expect(addDays('2026-01-01', -1)).toBe('2025-12-31');
    expect(monthOf('2026-11-23')).toBe('2026-11');
  });

  test('every day of 1900-2200 is a date of its own and comes back', () => {
    fc.assert(
      fc.property(anyDay, (day) => {
        const date = fromEpochDay(day);
        expect(isIsoDate(date)).toBe(true);
        expect(toEpochDay(date)).toBe(day);
      }),
    );
  });

  test('days and dates are in the same order', () => {
    fc.assert(
      fc.property(anyDay, anyDay, (one, two) => {
        expect(fromEpochDay(one) < fromEpochDay(two)).toBe(one < two);
      }),
    );
  });

  test('adding days and taking them back changes nothing', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -10_000, max: 10_000 }), (day, days) => {
        const date = fromEpochDay(day);
        expect(addDays(addDays(date, days), -days)).toBe(date);
      }),
    );
  });
});

describe('weeks', () => {
  test.each([
    ['1970-01-01', 3, '1969-12-29'],
    ['2026-11-23', 0, '2026-11-23'],
    ['2026-11-29', 6, '2026-11-23'],
    ['1900-01-01', 0, '1900-01-01'],
  ])('%s is weekday %i of the week of %s', (date, weekday, monday) => {
    expect(weekdayOf(toEpochDay(date))).toBe(weekday);
    expect(fromEpochDay(mondayOf(toEpochDay(date)))).toBe(monday);
  });

  test('a Monday is at most six days before, and weekdays follow one another', () => {
    fc.assert(
      fc.property(anyDay, (day) => {
        expect(weekdayOf(mondayOf(day))).toBe(0);
        expect(day - mondayOf(day)).toBe(weekdayOf(day));
        expect(weekdayOf(day + 1)).toBe((weekdayOf(day) + 1) % 7);
        expect((weekdayOf(day) + 1) % 7).toBe(new Date(`${fromEpochDay(day)}T00:00:00Z`).getUTCDay());
      }),
    );
  });
});

test.each([
  '2026-02-29',
  '2026-13-01',
  '2026-00-10',
  '2026-04-31',
  '1899-12-31',
  '2201-01-01',
  '2026-1-1',
  '26-01-01',
  '2026-01-01T00:00:00Z',
  ' 2026-01-01',
  '',
  'today',
])('%j is no date', (text) => {
  expect(isIsoDate(text)).toBe(false);
});
