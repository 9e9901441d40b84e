import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { extentOf, presentExtent, type ExtentInput } from '../../../src/domains/calendars/holiday-extent.rules';
import type { HolidayExtent } from '../../../src/domains/calendars/calendars.types';

const full: HolidayExtent = { part: 'full', lastMinutes: null };
const morning: HolidayExtent = { part: 'morning', lastMinutes: null };
const lastHours: HolidayExtent = { part: 'last_minutes', lastMinutes: 210 };

describe('what the three fields say (READINGS 17)', () => {
  test.each<[ExtentInput, HolidayExtent | null, HolidayExtent]>([
    [{}, null, full],
    [{ part: null, hours: null, is_full_day: null }, null, full],
    [{ is_full_day: true }, null, full],
    [{ part: 'morning' }, null, morning],
    [{ part: 'morning', is_full_day: false, hours: null }, null, morning],
    [{ is_full_day: false, hours: 3.5 }, null, lastHours],
    [{ hours: 3.5 }, null, lastHours],
    [{}, morning, morning],
    [{ is_full_day: false }, morning, morning],
    [{ part: 'full' }, morning, full],
    [{ is_full_day: true }, lastHours, full],
    [{ hours: null }, lastHours, full],
    [{ hours: null }, morning, morning],
    [{ part: 'morning', hours: null }, lastHours, morning],
    [{ hours: 3.5 }, full, lastHours],
  ])('%j on %j', (input, before, expected) => {
    expect(extentOf(input, before)).toEqual(expected);
  });

  test.each<[ExtentInput, HolidayExtent | null, string]>([
    [{ is_full_day: false }, null, '/is_full_day'],
    [{ is_full_day: false }, full, '/is_full_day'],
    [{ is_full_day: false, hours: null }, lastHours, '/is_full_day'],
    [{ part: 'full', is_full_day: false }, null, '/is_full_day'],
    [{ part: 'morning', is_full_day: true }, null, '/is_full_day'],
    [{ part: 'morning', hours: 2 }, null, '/hours'],
    [{ is_full_day: true, hours: 7 }, null, '/hours'],
    [{ hours: 0 }, null, '/hours'],
  ])('%j on %j is refused at %s', (input, before, pointer) => {
    expect(() => extentOf(input, before)).toThrow(
      expect.objectContaining({ details: { errors: [expect.objectContaining({ pointer })] } }),
    );
  });
});

test('what is answered can be sent back as it is, and stays what it was', () => {
  const extents = fc.oneof(
    fc.constantFrom<HolidayExtent['part']>('full', 'morning', 'afternoon').map((part) => ({ part, lastMinutes: null })),
    fc.integer({ min: 1, max: 1_440 }).map((lastMinutes) => ({ part: 'last_minutes' as const, lastMinutes })),
  );
  fc.assert(
    fc.property(extents, fc.option(extents), (extent, before) => {
      expect(extentOf(presentExtent(extent) as ExtentInput, before)).toEqual(extent);
    }),
  );
});
