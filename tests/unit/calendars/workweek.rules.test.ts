import { expect, test } from '@jest/globals';
import { wireWorkweekOf, workweekMinutesOf } from '../../../src/domains/calendars/workweek.rules';

test('hours by weekday become minutes, Monday first; a missing weekday is 0 (READINGS 2)', () => {
  expect(workweekMinutesOf({ sunday: 1, monday: 7.33 })).toEqual([440, 0, 0, 0, 0, 0, 60]);
  expect(workweekMinutesOf({})).toEqual([0, 0, 0, 0, 0, 0, 0]);
});

test('minutes become all seven weekdays, also where the row has fewer', () => {
  const wire = wireWorkweekOf([450, 440]);
  expect(wire).toEqual({ monday: 7.5, tuesday: 7.33, wednesday: 0, thursday: 0, friday: 0, saturday: 0, sunday: 0 });
  expect(workweekMinutesOf(wire)).toEqual([450, 440, 0, 0, 0, 0, 0]);
});
