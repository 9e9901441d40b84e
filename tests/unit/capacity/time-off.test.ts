/** READINGS C and D: halves, holidays, absences. 2026-01-05 is a Monday; rows are [nominal, holiday, absence, net]. */
import { describe, expect, test } from '@jest/globals';
import type { HolidayPart } from '../../../src/domains/capacity/capacity.types';
import { assigned, engagement, figures, leave, onCalendar, plan, split, weekPattern } from '../../support/plan-factory';

const MONDAY = '2026-01-05';
const morning = { endsAtNoon: true };
const afternoon = { startsAtNoon: true };

function clocked(...day: string[]): Pick<ReturnType<typeof plan>, 'patterns'> {
  return { patterns: [assigned(weekPattern(Array.from({ length: 7 }, () => day)))] };
}

describe('halves', () => {
  test('13: without clock times the morning is floor(m/2)', () => {
    const odd = { patterns: [assigned(weekPattern([421]))] };
    expect(split(plan({ ...odd, absences: [leave(MONDAY, MONDAY, morning)] }), MONDAY)).toEqual([421, 0, 210, 211]);
    expect(split(plan({ ...odd, absences: [leave(MONDAY, MONDAY, afternoon)] }), MONDAY)).toEqual([421, 0, 211, 210]);
  });

  test.each([
    ['the longest pause', ['08:00', '12:00', '12:15', '13:15', '14:15', '17:15'], 300],
    ['the earliest of equals', ['08:00', '10:00', '11:00', '13:00', '14:00', '18:00'], 120],
    ['without a pause half of the minutes', ['09:00', '16:01'], 210],
    ['a night shift is one day', ['22:00', '01:00', '02:00', '06:00'], 180],
  ])('14: the middle: %s', (_, day, minutes) => {
    const person = plan({ ...clocked(...day), absences: [leave(MONDAY, MONDAY, morning)] });
    expect(figures(person, 'absence', MONDAY)).toEqual([minutes]);
  });

  test('15: leave or a holiday on the date a night ends on takes nothing from it', () => {
    const friday = weekPattern([0, 0, 0, 0, ['22:00', '06:00'], 0, 0]);
    const person = plan({
      ...onCalendar([['2026-01-10', 'full']]),
      patterns: [assigned(friday)],
      absences: [leave('2026-01-10')],
    });
    expect(figures(person, 'net', '2026-01-09', '2026-01-10')).toEqual([480, 0]);
  });

  test('16: noon applies on the start and end dates as calendar dates and moves nowhere', () => {
    const absences = [leave('2026-01-08', '2026-01-12', { startsAtNoon: true, endsAtNoon: true })];
    expect(figures(plan({ absences }), 'absence', '2026-01-08', '2026-01-12')).toEqual([210, 420, 0, 0, 210]);
    const fromSaturday = [leave('2026-01-10', '2026-01-12', { startsAtNoon: true })];
    expect(figures(plan({ absences: fromSaturday }), 'absence', '2026-01-10', '2026-01-12')).toEqual([0, 0, 420]);
  });
});

describe('holidays and absences', () => {
  test.each<[string, [string, HolidayPart][], ReturnType<typeof leave>[], number[]]>([
    ['half + half is a day', [], [leave(MONDAY, MONDAY, morning), leave(MONDAY, MONDAY, afternoon)], [420, 0, 420, 0]],
    [
      'the same half twice is a half',
      [],
      [leave(MONDAY, MONDAY, morning), leave(MONDAY, MONDAY, morning)],
      [420, 0, 210, 210],
    ],
    [
      'half leave on the same half-holiday',
      [[MONDAY, 'afternoon']],
      [leave(MONDAY, MONDAY, afternoon)],
      [420, 210, 0, 210],
    ],
    [
      'half leave on the other half-holiday',
      [[MONDAY, 'afternoon']],
      [leave(MONDAY, MONDAY, morning)],
      [420, 210, 210, 0],
    ],
    ['17: the last hours of a holiday', [[MONDAY, { lastMinutes: 120 }]], [], [420, 120, 0, 300]],
    ['17: at most the whole day', [[MONDAY, { lastMinutes: 900 }]], [], [420, 420, 0, 0]],
    [
      '17: hours are a position and unite with leave',
      [[MONDAY, { lastMinutes: 300 }]],
      [leave(MONDAY, MONDAY, afternoon)],
      [420, 300, 0, 120],
    ],
    [
      '17: several on one date unite',
      [
        [MONDAY, 'afternoon'],
        [MONDAY, { lastMinutes: 120 }],
      ],
      [],
      [420, 210, 0, 210],
    ],
    [
      '17: morning and last hours',
      [
        [MONDAY, 'morning'],
        [MONDAY, { lastMinutes: 300 }],
      ],
      [],
      [420, 420, 0, 0],
    ],
    [
      '18: hours come off what halves left',
      [],
      [leave(MONDAY, MONDAY, morning), leave(MONDAY, MONDAY, { minutesPerDay: 120 })],
      [420, 0, 330, 90],
    ],
    ['18: at most that', [[MONDAY, 'morning']], [leave(MONDAY, MONDAY, { minutesPerDay: 400 })], [420, 210, 210, 0]],
    [
      '18: several add up',
      [],
      [leave(MONDAY, MONDAY, { minutesPerDay: 90 }), leave(MONDAY, MONDAY, { minutesPerDay: 60 })],
      [420, 0, 150, 270],
    ],
    ['19: a minute that is both counts as holiday', [[MONDAY, 'full']], [leave(MONDAY)], [420, 420, 0, 0]],
    [
      '20: overlapping absences are one',
      [],
      [leave('2026-01-01', MONDAY), leave(MONDAY, '2026-01-09')],
      [420, 0, 420, 0],
    ],
  ])('%s', (_, holidays, absences, expected) => {
    expect(split(plan({ ...onCalendar(holidays), absences }), MONDAY)).toEqual(expected);
  });

  test('18: nothing on days off, no debt, never scaled to part time', () => {
    const partTime = { patterns: [assigned(weekPattern([210, 420, 0]))] };
    const person = plan({ ...partTime, absences: [leave(MONDAY, '2026-01-07', { minutesPerDay: 240 })] });
    expect(figures(person, 'absence', MONDAY, '2026-01-07')).toEqual([210, 240, 0]);
  });

  test('leave on a day off takes nothing', () => {
    expect(split(plan({ absences: [leave('2026-01-10')] }), '2026-01-10')).toEqual([0, 0, 0, 0]);
  });

  test('20: outside employment all figures are 0', () => {
    const person = plan({
      ...onCalendar([[MONDAY, 'full']]),
      engagements: [engagement('2026-01-06')],
      absences: [leave(MONDAY)],
      timeEntries: [{ id: 't1', label: '', projectId: null, day: 20458, minutes: 60 }],
    });
    expect(split(person, MONDAY)).toEqual([0, 0, 0, 0]);
    expect(figures(person, 'worked', MONDAY)).toEqual([0]);
  });
});
