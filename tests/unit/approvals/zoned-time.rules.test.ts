import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { instantAt, later, localDate, parseDuration } from '../../../src/domains/approvals/zoned-time.rules';

const PARIS = 'Europe/Paris';

test.each<[string, { days: number; minutes: number } | null]>([
  ['P2D', { days: 2, minutes: 0 }],
  ['P1W2DT4H', { days: 9, minutes: 240 }],
  ['PT90M', { days: 0, minutes: 90 }],
  ['P0D', null],
  ['P', null],
  ['PT', null],
  ['P1DT', null],
  ['P1M', null],
  ['P-1D', null],
  ['2 days', null],
])('the duration %s', (text, expected) => {
  expect(parseDuration(text)).toEqual(expected);
});

test.each([
  ['2026-03-27T09:00:00Z', 'P2D', '2026-03-29T08:00:00.000Z'],
  ['2026-10-23T08:00:00Z', 'P2D', '2026-10-25T09:00:00.000Z'],
  ['2026-03-28T09:00:00Z', 'PT24H', '2026-03-29T09:00:00.000Z'],
  ['2026-11-23T23:30:00Z', 'P1DT2H', '2026-11-25T01:30:00.000Z'],
])('%s and %s later in Paris is %s', (start, duration, expected) => {
  expect(later(new Date(start), parseDuration(duration)!, { times: 1, zone: PARIS }).toISOString()).toBe(expected);
});

test.each([
  ['2026-11-22T23:30:00Z', '2026-11-23'],
  ['2026-07-22T21:59:59Z', '2026-07-22'],
])('in Paris %s is %s', (instant, date) => {
  expect(localDate(new Date(instant), PARIS)).toBe(date);
});

describe('the instant of a local time', () => {
  const at = (date: string, hour: number, minute = 0): string =>
    instantAt({ date, msOfDay: (hour * 60 + minute) * 60_000 }, PARIS).toISOString();

  test('in summer, in winter, in the hour that is skipped, in the one that is repeated', () => {
    expect(at('2026-07-01', 9)).toBe('2026-07-01T07:00:00.000Z');
    expect(at('2026-12-01', 9)).toBe('2026-12-01T08:00:00.000Z');
    expect(at('2026-03-29', 2, 30)).toBe('2026-03-29T01:30:00.000Z');
    expect(at('2026-10-25', 2, 30)).toBe('2026-10-25T00:30:00.000Z');
  });

  test('has that date and time again, in zones far apart', () => {
    const zone = fc.constantFrom('Europe/Paris', 'America/New_York', 'Pacific/Auckland', 'Asia/Kolkata', 'UTC');
    const day = fc.integer({ min: 0, max: 3_000 });
    fc.assert(
      fc.property(zone, day, fc.integer({ min: 5, max: 23 }), (name, days, hour) => {
        const date = new Date(Date.UTC(2020, 0, 1 + days)).toISOString().slice(0, 10);
        const instant = instantAt({ date, msOfDay: hour * 3_600_000 }, name);
        expect(localDate(instant, name)).toBe(date);
        const shown = new Intl.DateTimeFormat('en-GB', { timeZone: name, hour: '2-digit', hourCycle: 'h23' });
        expect(Number(shown.format(instant))).toBe(hour);
      }),
    );
  });
});
