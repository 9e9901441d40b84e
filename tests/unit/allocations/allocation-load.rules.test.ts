/** READINGS 1 and 3. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { loadOf, presentLoad, type LoadInput } from '../../../src/domains/allocations/allocation-load.rules';
import type { AllocationLoadFields } from '../../../src/domains/allocations/allocations.types';

const full: AllocationLoadFields = { loadUnit: 'percent', basisPoints: 10_000, basis: 'nominal', loadMinutes: null };
const ofMinutes = (loadUnit: AllocationLoadFields['loadUnit'], loadMinutes: number): AllocationLoadFields => ({
  loadUnit,
  basisPoints: null,
  basis: null,
  loadMinutes,
});
const halfOfNet: AllocationLoadFields = { ...full, basisPoints: 5_000, basis: 'net' };

function refusal(input: LoadInput, before: AllocationLoadFields | null = null, pointer = ''): unknown {
  try {
    return loadOf(input, before, pointer);
  } catch (error) {
    return (error as { details: { errors: { pointer: string; code: string }[] } }).details.errors[0];
  }
}

describe('a new load', () => {
  test.each<[LoadInput, AllocationLoadFields]>([
    [{}, full],
    [{ percent: null, minutesPerWeek: null, minutesPerDay: null, totalMinutes: null, basis: null }, full],
    [{ percent: 33.33 }, { ...full, basisPoints: 3_333 }],
    [{ percent: 0.29 }, { ...full, basisPoints: 29 }],
    [{ percent: 50, basis: 'net' }, halfOfNet],
    [{ basis: 'net' }, { ...full, basis: 'net' }],
    [{ minutesPerWeek: 2_000 }, ofMinutes('hours_per_week', 2_000)],
    [{ minutesPerDay: 90, percent: null }, ofMinutes('minutes_per_day', 90)],
    [{ totalMinutes: 1_001, basis: null }, ofMinutes('total', 1_001)],
  ])('%j', (input, expected) => {
    expect(loadOf(input, null)).toEqual(expected);
  });

  test.each<[LoadInput, string, string]>([
    [{ percent: 50, minutesPerWeek: 60 }, '/3/hours_per_week', 'two_loads'],
    [{ percent: 50, totalMinutes: 60 }, '/3/total_minutes', 'two_loads'],
    [{ minutesPerWeek: 60, minutesPerDay: 60 }, '/3/minutes_per_day', 'two_loads'],
    [{ minutesPerDay: 60, basis: 'net' }, '/3/basis', 'basis_without_percent'],
  ])('%j is refused at %s', (input, pointer, code) => {
    expect(refusal(input, null, '/3')).toMatchObject({ pointer, code });
  });
});

describe('a changed load', () => {
  const weekly = ofMinutes('hours_per_week', 600);

  test.each<[string, LoadInput, AllocationLoadFields, AllocationLoadFields]>([
    ['nothing said: as before', {}, weekly, weekly],
    ['another unit', { percent: 50 }, weekly, { ...full, basisPoints: 5_000 }],
    ['another unit beside a cleared one', { percent: null, totalMinutes: 60 }, full, ofMinutes('total', 60)],
    ['its own field cleared: 100 percent', { minutesPerWeek: null }, weekly, full],
    ['a field that was empty anyway cleared', { percent: null }, weekly, weekly],
    ['the basis alone', { basis: 'nominal' }, halfOfNet, { ...halfOfNet, basis: 'nominal' }],
    ['percent cleared', { percent: null }, halfOfNet, full],
  ])('%s', (_, input, before, expected) => {
    expect(loadOf(input, before)).toEqual(expected);
  });

  test('a basis for a load in hours is refused', () => {
    expect(refusal({ basis: 'net' }, weekly)).toMatchObject({ pointer: '/basis', code: 'basis_without_percent' });
  });
});

test.each<[AllocationLoadFields, object]>([
  [{ ...full, basisPoints: 3_333 }, { percent: 33.33 }],
  [ofMinutes('hours_per_week', 440), { minutesPerWeek: 440 }],
  [ofMinutes('minutes_per_day', 90), { minutesPerDay: 90 }],
  [ofMinutes('total', 1_001), { totalMinutes: 1_001 }],
])('%j is presented as one of four fields', (load, expected) => {
  const empty = { percent: null, minutesPerWeek: null, minutesPerDay: null, totalMinutes: null };
  expect(presentLoad(load)).toEqual({ ...empty, ...expected });
  expect(loadOf(presentLoad(load), load)).toEqual(load);
});

test('a percentage with two places survives the way in and out', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 20_000 }), (basisPoints) => {
      expect(presentLoad(loadOf({ percent: basisPoints / 100 }, null)).percent).toBe(basisPoints / 100);
    }),
  );
});
