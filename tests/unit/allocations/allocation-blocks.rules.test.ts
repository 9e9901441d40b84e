/** Moving and splitting blocks of days, by table and by property. READINGS 30. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { movedDates, splitSides } from '../../../src/domains/allocations/allocation-blocks.rules';
import { addDays } from '../../../src/shared/calendar-dates';

const total = { startDate: '2027-02-01', endDate: '2027-02-05', loadUnit: 'total', loadMinutes: 600 } as const;
const days = [
  { date: '2027-02-01', minutes: 120 },
  { date: '2027-02-02', minutes: 240 },
  { date: '2027-02-04', minutes: 240 },
];

describe('move', () => {
  test('keeps the length in calendar days, over week-ends and leap days', () => {
    expect(movedDates(total, '2028-02-27')).toEqual({ startDate: '2028-02-27', endDate: '2028-03-02' });
    expect(movedDates({ ...total, endDate: total.startDate }, '2027-02-06').endDate).toBe('2027-02-06');
  });

  test('not beyond the years we know', () => {
    expect(() => movedDates(total, '2200-12-30')).toThrow(/2200-12-31/);
  });
});

describe('split', () => {
  test('a total is shared out as its dates had it', () => {
    expect(splitSides(total, '2027-02-03', days)).toEqual({
      first: { endDate: '2027-02-02', loadMinutes: 360 },
      second: { startDate: '2027-02-03', loadMinutes: 240 },
    });
  });

  test('a rate stays what it is on both sides', () => {
    const rate = { ...total, loadUnit: 'hours_per_week' } as const;
    expect(splitSides(rate, '2027-02-05', [])).toEqual({
      first: { endDate: '2027-02-04', loadMinutes: 600 },
      second: { startDate: '2027-02-05', loadMinutes: 600 },
    });
  });

  test.each(['2027-01-31', '2027-02-01', '2027-02-06'])('on %s leaves one side without a day', (on) => {
    expect(() => splitSides(total, on, days)).toThrow(expect.objectContaining({ code: 'validation_failed' }));
  });

  test('a total needs a minute on each side', () => {
    expect(() => splitSides(total, '2027-02-05', days)).toThrow(/none of the total/);
    expect(() => splitSides(total, '2027-02-03', [])).toThrow(/none of the total/);
  });

  test('the two sides of a total always add up to what its days had', () => {
    const minutes = fc.array(fc.integer({ min: 1, max: 600 }), { minLength: 2, maxLength: 30 });
    fc.assert(
      fc.property(minutes, fc.nat(), (values, cut) => {
        const placed = values.map((value, index) => ({ date: addDays('2027-02-01', index), minutes: value }));
        const sum = values.reduce((all, value) => all + value, 0);
        const block = { ...total, endDate: addDays('2027-02-01', values.length - 1), loadMinutes: sum };
        const sides = splitSides(block, addDays('2027-02-01', 1 + (cut % (values.length - 1))), placed);
        expect((sides.first.loadMinutes ?? 0) + (sides.second.loadMinutes ?? 0)).toBe(sum);
      }),
    );
  });
});
