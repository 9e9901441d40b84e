/** READINGS 1 and 3: one load out of four fields. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { loadOf, presentLoad, type LoadInput } from '../../../src/domains/allocations/allocation-load.rules';

const percent = (basisPoints: number, basis: 'nominal' | 'net' = 'nominal') =>
  ({ loadUnit: 'percent', basisPoints, basis, loadMinutes: null }) as const;
const minutes = (loadUnit: 'hours_per_week' | 'minutes_per_day' | 'total', loadMinutes: number) =>
  ({ loadUnit, basisPoints: null, basis: null, loadMinutes }) as const;

describe('a new allocation', () => {
  test.each<[LoadInput, ReturnType<typeof loadOf>]>([
    [{}, percent(10_000)],
    [{ percent: null, minutesPerDay: null }, percent(10_000)],
    [{ basis: 'net' }, percent(10_000, 'net')],
    [{ percent: 33.33 }, percent(3_333)],
    [{ percent: 0.01 }, percent(1)],
    [{ percent: 1.15 }, percent(115)],
    [{ percent: 200, basis: 'net' }, percent(20_000, 'net')],
    [{ percent: null, minutesPerWeek: 2_100 }, minutes('hours_per_week', 2_100)],
    [{ minutesPerDay: 240 }, minutes('minutes_per_day', 240)],
    [{ totalMinutes: 6_000, basis: null }, minutes('total', 6_000)],
  ])('%j', (input, load) => {
    expect(loadOf(input, null)).toEqual(load);
  });
});

describe('a changed allocation', () => {
  test('keeps its load when none is sent', () => {
    expect(loadOf({}, minutes('total', 600))).toEqual(minutes('total', 600));
    expect(loadOf({ percent: null }, minutes('total', 600))).toEqual(minutes('total', 600));
    expect(loadOf({ basis: 'net' }, percent(5_000))).toEqual(percent(5_000, 'net'));
  });

  test('takes the one that is sent', () => {
    expect(loadOf({ minutesPerDay: 60 }, percent(5_000, 'net'))).toEqual(minutes('minutes_per_day', 60));
    expect(loadOf({ percent: 20, totalMinutes: null }, minutes('total', 600))).toEqual(percent(2_000));
  });

  test('is 100 percent when its own load is cleared', () => {
    expect(loadOf({ totalMinutes: null }, minutes('total', 600))).toEqual(percent(10_000));
  });
});

test.each<[LoadInput, string, string]>([
  [{ percent: 50, minutesPerDay: 60 }, '/minutes_per_day', 'two_loads'],
  [{ minutesPerWeek: 60, totalMinutes: 60 }, '/total_minutes', 'two_loads'],
  [{ minutesPerDay: 60, basis: 'net' }, '/basis', 'basis_without_percent'],
])('%j is refused at %s', (input, pointer, code) => {
  expect(() => loadOf(input, null, '/3')).toThrow(
    expect.objectContaining({
      details: { errors: [expect.objectContaining({ pointer: `/3${pointer}`, code })] },
    }),
  );
});

test('a percentage with two places survives the way in and out', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 20_000 }), (basisPoints) => {
      expect(presentLoad(loadOf({ percent: basisPoints / 100 }, null)).percent).toBe(basisPoints / 100);
    }),
  );
});

test('exactly one field of an answer is not null', () => {
  for (const load of [
    percent(1),
    minutes('hours_per_week', 60),
    minutes('minutes_per_day', 60),
    minutes('total', 60),
  ]) {
    expect(Object.values(presentLoad(load)).filter((value) => value !== null)).toHaveLength(1);
  }
});
