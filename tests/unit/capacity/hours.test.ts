/** READINGS B and 2-5: which hours are in force on a date. 2026-01-05 is a Monday. */
import { describe, expect, test } from '@jest/globals';
import { readClockIntervals } from '../../../src/domains/capacity/clock-intervals.rules';
import { toEpochDay } from '../../../src/shared/calendar-dates';
import {
  assigned,
  clock,
  engagement,
  figures,
  onCalendar,
  openDates,
  plan,
  weekPattern,
} from '../../support/plan-factory';

const WEEK = ['2026-01-05', '2026-01-11'] as const;
const fourDays = weekPattern([480, 480, 480, 480, 0, 0, 0]);

function nominal(person: ReturnType<typeof plan>, from: string = WEEK[0], to: string = from): number[] {
  return figures(person, 'nominal', from, to);
}

describe('hours in force', () => {
  test('2: working weekdays are those above 0; a calendar without workweek uses the organisation’s', () => {
    expect(nominal(plan(onCalendar([])), ...WEEK)).toEqual([420, 420, 420, 420, 420, 0, 0]);
    const sixDays = onCalendar([], [360, 360, 360, 360, 360, 300, 0]);
    expect(nominal(plan(sixDays), ...WEEK)).toEqual([360, 360, 360, 360, 360, 300, 0]);
    expect(nominal(plan({ ...sixDays, weeklyMinutes: 2100 }), ...WEEK)).toEqual([350, 350, 350, 350, 350, 350, 0]);
  });

  test.each(['2026-03-29', '2026-10-25', '2026-06-07'])('4: 22:00-06:00 is 480 min on %s', (sunday) => {
    const nights = weekPattern(Array.from({ length: 7 }, () => ['22:00', '06:00']));
    expect(nominal(plan({ patterns: [assigned(nights)] }), sunday)).toEqual([480]);
  });

  test('5: a missing day is off, and the cycle runs before its anchor too', () => {
    const twoWeeks = weekPattern([1, 2, 3, 4, 5, 0, 0, 11, 12, 13, 14], '2026-01-05');
    const person = plan({ patterns: [assigned(twoWeeks)] });
    expect(nominal(person, '2025-12-29', '2026-01-06')).toEqual([11, 12, 13, 14, 0, 0, 0, 1, 2]);
    expect(nominal(person, '2025-12-22', '2025-12-23')).toEqual([1, 2]);
  });

  test.each([
    [
      'touching are one',
      [
        ['13:00', '17:00'],
        ['09:00', '13:00'],
      ],
      { intervals: [{ startMinute: 540, endMinute: 1020 }] },
    ],
    ['24:00 ends one', [['20:00', '24:00']], { intervals: [{ startMinute: 1200, endMinute: 1440 }] }],
    ['a night', [['22:00', '06:00']], { intervals: [{ startMinute: 1320, endMinute: 1800 }] }],
    [
      'start = end',
      [
        ['09:00', '12:00'],
        ['13:00', '13:00'],
      ],
      { problem: 'start_equals_end', index: 1 },
    ],
    [
      'overlapping',
      [
        ['09:00', '13:00'],
        ['12:59', '17:00'],
      ],
      { problem: 'overlap', index: 1 },
    ],
    ['past the day', [['09:00', '25:00']], { problem: 'out_of_range', index: 0 }],
  ])('5: intervals: %s', (_, raw, expected) => {
    const intervals = raw.map(([start, end]) => ({ startMinute: clock(start ?? ''), endMinute: clock(end ?? '') }));
    expect(readClockIntervals(intervals)).toEqual(expected);
  });

  test('6: without engagements employed on every date, with one only within it', () => {
    expect(nominal(plan(), '1999-02-01')).toEqual([420]);
    const hired = plan({ engagements: [engagement('2026-01-07', '2026-01-08')] });
    expect(nominal(hired, ...WEEK)).toEqual([0, 0, 420, 420, 0, 0, 0]);
  });

  test('7: several engagements are one day: employee first, then the latest start, of those with hours', () => {
    const engagements = [
      engagement('2020-01-01', undefined, { id: 'e1', weeklyMinutes: 1000 }),
      engagement('2021-01-01', undefined, { id: 'e2', weeklyMinutes: null }),
      engagement('2022-01-01', undefined, { id: 'e3', weeklyMinutes: 2000, kind: 'freelance' }),
    ];
    expect(nominal(plan({ engagements }))).toEqual([200]);
    const second = engagement('2021-06-01', undefined, { id: 'e4', weeklyMinutes: 1500 });
    expect(nominal(plan({ engagements: [second, ...engagements] }))).toEqual([300]);
    expect(nominal(plan({ engagements: engagements.slice(1) }))).toEqual([400]);
  });

  test('8: null falls through, 0 is a value', () => {
    const unset = [engagement('2020-01-01', undefined, { weeklyMinutes: null })];
    expect(nominal(plan({ engagements: unset, weeklyMinutes: 1000 }))).toEqual([200]);
    expect(nominal(plan({ engagements: unset, weeklyMinutes: null }))).toEqual([420]);
    expect(nominal(plan({ engagements: [engagement('2020-01-01', undefined, { weeklyMinutes: 0 })] }))).toEqual([0]);
    const none = assigned({ weeklyMinutes: 0, calendarId: null });
    expect(nominal(plan({ patterns: [none], weeklyMinutes: 2100 }), ...WEEK)).toEqual([0, 0, 0, 0, 0, 0, 0]);
  });

  test('9: odd minutes go to the earliest weekdays; no working weekday gives 0; a part week takes its days', () => {
    expect(nominal(plan({ weeklyMinutes: 2103 }), ...WEEK)).toEqual([421, 421, 421, 420, 420, 0, 0]);
    expect(nominal(plan({ weeklyMinutes: 2103, organizationWorkweek: [0, 0, 0, 0, 0, 0, 0] }))).toEqual([0]);
    const uneven = plan({ weeklyMinutes: 2101, organizationWorkweek: [60, 0, 480, 480, 0, 0, 0] });
    expect(nominal(uneven, ...WEEK)).toEqual([701, 0, 700, 700, 0, 0, 0]);
    const midweek = plan({ weeklyMinutes: 2103, engagements: [engagement('2026-01-07')] });
    expect(nominal(midweek, ...WEEK)).toEqual([0, 0, 421, 420, 420, 0, 0]);
  });

  test('10: the calendar of a capacity chooses the weekdays, holidays stay those of the person', () => {
    const own = onCalendar([['2026-01-05', 'full']]);
    const other = { id: 'c2', label: 'Sundays', workweek: [0, 0, 0, 0, 0, 0, 420] as const, holidays: [] };
    const calendars = new Map([...own.calendars, ['c2', { ...other, workweek: [60, 0, 0, 0, 0, 0, 420] }]] as const);
    const capacity = assigned({ weeklyMinutes: 600, calendarId: 'c2' });
    const person = plan({ ...own, calendars, patterns: [capacity] });
    expect(nominal(person, ...WEEK)).toEqual([300, 0, 0, 0, 0, 0, 300]);
    expect(figures(person, 'holiday', ...WEEK)).toEqual([300, 0, 0, 0, 0, 0, 0]);
  });

  test('11: of the open spans the latest start counts, a bounded one lies on top whenever it was written', () => {
    const bounded = assigned({ weeklyMinutes: 100, calendarId: null }, '2026-01-06', '2026-01-07', 'bounded');
    const first = assigned({ weeklyMinutes: 500, calendarId: null }, '2026-01-01', undefined, 'first');
    const later = assigned({ weeklyMinutes: 1000, calendarId: null }, '2026-01-07', undefined, 'later');
    const expected = [100, 20, 20, 200, 200, 0, 0];
    expect(nominal(plan({ patterns: [bounded, first, later] }), ...WEEK)).toEqual(expected);
    expect(nominal(plan({ patterns: [later, first, bounded] }), ...WEEK)).toEqual(expected);
    expect(nominal(plan({ patterns: [first, later] }), ...WEEK)).toEqual([100, 100, 200, 200, 200, 0, 0]);
  });

  test('11: calendars are dated the same way', () => {
    const { calendars } = onCalendar([
      ['2026-01-06', 'full'],
      ['2026-01-08', 'full'],
    ]);
    const person = plan({ calendars, calendarSpans: [{ calendarId: 'c1', ...openDates('2026-01-07') }] });
    expect(figures(person, 'net', ...WEEK)).toEqual([420, 420, 420, 0, 420, 0, 0]);
  });

  test('12: without a calendar no holidays and the organisation’s workweek', () => {
    const { calendars } = onCalendar([['2026-01-05', 'full']], [1, 1, 1, 1, 1, 1, 1]);
    expect(figures(plan({ calendars }), 'net', ...WEEK)).toEqual([420, 420, 420, 420, 420, 0, 0]);
  });

  test('a pattern changes from any date, mid-week too', () => {
    const eight = assigned(weekPattern([480, 480, 480, 480, 480]), '1990-01-01', undefined, 'eight');
    const person = plan({ patterns: [eight, assigned(fourDays, '2026-01-08', undefined, 'four')] });
    expect(nominal(person, ...WEEK)).toEqual([480, 480, 480, 480, 0, 0, 0]);
    expect(nominal(person, '2026-01-02')).toEqual([480]);
  });

  test('a 9-day fortnight over 53 weeks has 4.5 days a week, whatever the year does', () => {
    const fortnight = weekPattern([467, 467, 467, 467, 467, 0, 0, 467, 467, 467, 467, 0, 0, 0], '2026-01-05');
    const person = plan({ patterns: [assigned(fortnight)] });
    const days = nominal(person, '2026-01-05', '2027-01-10');
    expect(days).toHaveLength(53 * 7);
    expect(days.filter((minutes) => minutes > 0)).toHaveLength(27 * 5 + 26 * 4);
    expect(nominal(person, '2026-12-28', '2027-01-03')).toEqual([467, 467, 467, 467, 0, 0, 0]);
    expect(toEpochDay('2026-12-28') - toEpochDay('2026-01-05')).toBe(51 * 7);
  });
});
