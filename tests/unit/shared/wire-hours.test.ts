/** READINGS 1. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { hoursOfMinutes, minutesOfHours } from '../../../src/shared/wire-hours';

test.each([
  [33.33, 2_000],
  [7.33, 440],
  [0, 0],
  [0.01, 1],
  [0.02, 1],
  [0.025, 2],
  [7.7, 462],
  [35, 2_100],
  [168, 10_080],
  [0.29, 17],
  [4.35, 261],
])('%d h are %i min', (hours, minutes) => {
  expect(minutesOfHours(hours)).toBe(minutes);
});

test('no hours are no minutes', () => {
  expect([minutesOfHours(null), minutesOfHours(undefined)]).toEqual([null, undefined]);
});

test('minutes come back from the hours that were answered for them', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 10_080 }), (minutes) => {
      expect(minutesOfHours(hoursOfMinutes(minutes))).toBe(minutes);
    }),
  );
});

test('of two decimals, half a minute goes up', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 16_800 }), (hundredths) => {
      expect(minutesOfHours(hundredths / 100)).toBe(Math.floor((hundredths * 6 + 5) / 10));
    }),
  );
});
