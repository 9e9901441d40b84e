/** READINGS 26-31: which conflicts a plan has. 2026-01-05 is a Monday. */
import { describe, expect, test } from '@jest/globals';
import type { AllocationLoad, PersonPlan } from '../../../src/domains/capacity/capacity.types';
import { computePersonLedger, planHull } from '../../../src/domains/capacity/person-ledger.rules';
import { detectConflicts } from '../../../src/domains/conflicts/conflict-detection.rules';
import { fromEpochDay } from '../../../src/shared/calendar-dates';
import {
  allocation,
  assigned,
  engagement,
  leave,
  onCalendar,
  percent,
  plan,
  weekPattern,
} from '../../support/plan-factory';

const [MONDAY, TUESDAY, WEDNESDAY] = ['2026-01-05', '2026-01-06', '2026-01-07'];
const [THURSDAY, FRIDAY, SATURDAY, SUNDAY] = ['2026-01-08', '2026-01-09', '2026-01-10', '2026-01-11'];
const daily = (minutes: number): AllocationLoad => ({ unit: 'minutes_per_day', minutes });
const weekly = (minutesPerWeek: number): AllocationLoad => ({ unit: 'hours_per_week', minutesPerWeek });

/** `kind MM-DD=minutes … (causes)` of each conflict. */
function conflicts(person: PersonPlan, toleranceMinutes = 0): string[] {
  const hull = planHull(person);
  if (hull === null) return [];
  const ledger = computePersonLedger(person, hull.from, hull.to);
  return detectConflicts(person, ledger, { toleranceMinutes }).map(({ kind, days, causes, ...rest }) => {
    expect(rest.minutesOver).toBe(days.reduce((sum, { minutesOver }) => sum + minutesOver, 0));
    expect([rest.startDay, rest.endDay]).toEqual([days[0]?.day, days.at(-1)?.day]);
    const dates = days.map(({ day, minutesOver }) => `${fromEpochDay(day).slice(5)}=${minutesOver}`);
    return `${kind} ${dates.join(' ')} (${causes.map(({ id }) => id).join(' ')})`;
  });
}

describe('minutes over', () => {
  test('29: nothing at exactly net; tolerance is 0 by default', () => {
    expect(conflicts(plan({ allocations: [allocation(percent(100), MONDAY, SUNDAY)] }))).toEqual([]);
    const over = plan({ allocations: [allocation(daily(421), MONDAY)] });
    expect(conflicts(over)).toEqual(['over_allocation 01-05=1 (w1)']);
    expect(conflicts(over, 1)).toEqual([]);
    expect(conflicts(plan({ allocations: [allocation(daily(422), MONDAY)] }), 1)).toEqual([
      'over_allocation 01-05=2 (w1)',
    ]);
  });

  test('29: tentative never makes a conflict', () => {
    const tentative = { status: 'tentative' as const };
    const loads = [percent(200), weekly(9000), daily(900)];
    const allocations = loads.map((load, index) => ({
      ...allocation(load, MONDAY, SUNDAY, `w${index}`),
      ...tentative,
    }));
    expect(conflicts(plan({ allocations, absences: [leave(MONDAY, FRIDAY)] }))).toEqual([]);
    expect(conflicts(plan({ allocations, engagements: [engagement('2030-01-01')] }))).toEqual([]);
  });

  test('31: what would have fitted without leave is on_absence, the rest of the minutes over_allocation', () => {
    const allocations = [allocation(daily(540), MONDAY)];
    expect(conflicts(plan({ allocations, absences: [leave(MONDAY)] }))).toEqual([
      'on_absence 01-05=420 (w1 a1)',
      'over_allocation 01-05=120 (w1)',
    ]);
  });

  test('31: a minute that is holiday and leave is on_holiday; leave comes before holiday', () => {
    const allocations = [allocation(percent(100), MONDAY)];
    const holiday = onCalendar([[MONDAY, 'full']]);
    expect(conflicts(plan({ ...holiday, allocations, absences: [leave(MONDAY)] }))).toEqual([
      'on_holiday 01-05=420 (w1 h1)',
    ]);
    const half = { ...onCalendar([[MONDAY, 'morning']]), absences: [leave(MONDAY, MONDAY, { startsAtNoon: true })] };
    expect(conflicts(plan({ ...half, allocations }))).toEqual([
      'on_absence 01-05=210 (w1 a1)',
      'on_holiday 01-05=210 (w1 h1)',
    ]);
    expect(conflicts(plan({ ...half, allocations: [allocation(daily(100), MONDAY)] }))).toEqual([
      'on_absence 01-05=100 (w1 a1)',
    ]);
  });

  test('24: 35 h on Mon-Tue with leave on Tuesday is 14 h on Monday', () => {
    const allocations = [allocation(weekly(2100), MONDAY, TUESDAY)];
    const person = plan({ allocations, absences: [leave(TUESDAY)] });
    expect(conflicts(person)).toEqual(['over_allocation 01-05=420 (w1)']);
    expect(conflicts(plan({ allocations, absences: [leave(WEDNESDAY, FRIDAY)] }))).toEqual([]);
  });

  test('27: a Saturday that is booked is non_working_day', () => {
    expect(conflicts(plan({ allocations: [allocation(daily(240), SATURDAY)] }))).toEqual([
      'non_working_day 01-10=240 (w1)',
    ]);
  });

  test('28: outside employment every date of any unit is a conflict, percent on a day off is none', () => {
    const engagements = [engagement('2020-01-01', TUESDAY)];
    for (const load of [percent(50), percent(50, 'net'), daily(60)]) {
      const allocations = [allocation(load, MONDAY, THURSDAY)];
      expect(conflicts(plan({ engagements, allocations }))).toEqual(['outside_engagement 01-07=0 01-08=0 (w1)']);
    }
    const single = [allocation(daily(60), FRIDAY)];
    expect(conflicts(plan({ engagements, allocations: single }))).toEqual(['outside_engagement 01-09=0 (w1)']);
    expect(conflicts(plan({ allocations: [allocation(percent(100), SATURDAY, SUNDAY)] }))).toEqual([]);
  });

  test('31: a week-end does not split a conflict, a working day does, and causes are those with minutes there', () => {
    const allocations = [
      allocation(percent(100), THURSDAY, '2026-01-14', 'w1'),
      allocation(daily(60), THURSDAY, '2026-01-12', 'w2'),
      allocation(daily(60), '2026-01-14', '2026-01-14', 'w3'),
    ];
    expect(conflicts(plan({ allocations }))).toEqual([
      'over_allocation 01-08=60 01-09=60 01-12=60 (w1 w2)',
      'over_allocation 01-14=60 (w1 w3)',
    ]);
  });
});

describe('unschedulable', () => {
  test('26: a week on leave is shown where it would have been, with leave and holidays as causes', () => {
    const allocations = [allocation(weekly(700), MONDAY, SUNDAY)];
    const holiday = onCalendar([[FRIDAY, 'full']]);
    expect(conflicts(plan({ ...holiday, allocations, absences: [leave(MONDAY, THURSDAY)] }))).toEqual([
      'unschedulable 01-05=140 01-06=140 01-07=140 01-08=140 01-09=140 (w1 a1 h1)',
    ]);
  });

  test('26: several weeks are one conflict; a total without any day stands on its first date', () => {
    const absences = [leave('2026-01-01', '2026-01-31')];
    const twoWeeks = conflicts(plan({ absences, allocations: [allocation(weekly(5), THURSDAY, '2026-01-13')] }));
    expect(twoWeeks).toEqual(['unschedulable 01-08=1 01-09=1 01-12=1 01-13=1 (w1 a1)']);
    const bucket = allocation({ unit: 'total', minutes: 90 }, SATURDAY, SUNDAY);
    expect(conflicts(plan({ allocations: [bucket] }))).toEqual(['unschedulable 01-10=90 (w1)']);
  });

  test('26: only the allocation whose minutes stand on a date is its cause', () => {
    const absences = [leave(MONDAY, FRIDAY)];
    const wide = allocation({ unit: 'total', minutes: 1 }, MONDAY, FRIDAY, 'w1');
    const narrow = allocation({ unit: 'total', minutes: 1 }, MONDAY, MONDAY, 'w2');
    expect(conflicts(plan({ absences, allocations: [wide, narrow] }))).toEqual([
      'unschedulable 01-05=1 (w2 a1)',
      'unschedulable 01-09=1 (w1 a1)',
    ]);
  });

  test('27: minutes per day on a range without a working day', () => {
    const expected = ['unschedulable 01-10=60 01-11=60 (w1)'];
    expect(conflicts(plan({ allocations: [allocation(daily(60), SATURDAY, SUNDAY)] }))).toEqual(expected);
  });
});

describe('rest_breach', () => {
  const days = (week: (number | string[])[], minutes: number, date: string): string[] =>
    conflicts(
      plan({ patterns: [assigned(weekPattern(week))], allocations: [allocation(daily(minutes), date)] }),
    ).filter((conflict) => conflict.startsWith('rest_breach'));

  const nine = ['09:00', '12:00', '13:00', '17:00'];
  test.each<[string, (number | string[])[], number, string[]]>([
    [
      'late then early',
      [
        ['13:00', '22:00'],
        ['08:00', '12:00'],
      ],
      60,
      ['rest_breach 01-05=60 (w1)'],
    ],
    [
      'exactly 11 h',
      [
        ['13:00', '21:00'],
        ['08:00', '12:00'],
      ],
      60,
      [],
    ],
    ['load above net follows the last interval', [nine, nine], 720, []],
    ['load above net runs late', [nine, nine], 1000, ['rest_breach 01-05=280 (w1)']],
    ['into the next day', [nine, nine], 2000, ['rest_breach 01-05=660 (w1)']],
    ['not without clock times', [['13:00', '22:00'], 420], 60, []],
    [
      'not without load',
      [
        ['13:00', '22:00'],
        ['08:00', '12:00'],
      ],
      0,
      [],
    ],
    [
      'a night shift, then a day',
      [
        ['22:00', '06:00'],
        ['12:00', '20:00'],
      ],
      60,
      ['rest_breach 01-05=300 (w1)'],
    ],
  ])('31: 11 h: %s', (_, week, minutes, expected) => {
    expect(days(week, minutes, MONDAY)).toEqual(expected);
  });

  test('31: 11 h: leave in the evening gives rest, its own full day has no clock times', () => {
    const patterns = [
      assigned(
        weekPattern([
          ['13:00', '22:00'],
          ['08:00', '12:00'],
        ]),
      ),
    ];
    const allocations = [allocation(daily(60), MONDAY)];
    const evening = leave(MONDAY, MONDAY, { minutesPerDay: 60 });
    expect(conflicts(plan({ patterns, allocations, absences: [evening] }))).toEqual([]);
    expect(conflicts(plan({ patterns, allocations, absences: [leave(MONDAY)] }))).toEqual([
      'on_absence 01-05=60 (w1 a1)',
    ]);
  });

  const everyDay = Array.from({ length: 7 }, () => nine);
  test.each<[string, (number | string[])[], string[]]>([
    ['seven days', everyDay, ['rest_breach 01-07=1140 (w1)']],
    ['six days leave Saturday evening to Monday', [...everyDay.slice(0, 6), 0], ['rest_breach 01-07=240 (w1)']],
    ['six days with a short Saturday', [...everyDay.slice(0, 5), ['08:00', '13:00'], 0], []],
    ['not judged with a day without clock times', [...everyDay.slice(0, 6), 60], []],
  ])('31: 35 h: %s', (_, week, expected) => {
    expect(days(week, 60, WEDNESDAY)).toEqual(expected);
  });

  test('31: 35 h: a night that begins on the Sunday before takes from the rest of the week', () => {
    const late = ['22:00', '23:00'];
    const week = [0, late, late, late, late, late, ['23:00', '01:01']];
    expect(days(week, 60, WEDNESDAY)).toEqual([]);
    const shorter = [['11:00', '12:00'], late, late, late, late, late, ['23:00', '01:01']];
    expect(days(shorter, 60, WEDNESDAY)).toEqual(['rest_breach 01-07=60 (w1)']);
  });

  test('31: a booked Sunday without clock times does not hide the week after it', () => {
    const patterns = [assigned(weekPattern([...everyDay.slice(0, 6), 0]))];
    const allocations = [allocation(daily(60), '2026-01-04'), allocation(daily(60), WEDNESDAY, WEDNESDAY, 'w2')];
    expect(conflicts(plan({ patterns, allocations }))).toContain('rest_breach 01-07=240 (w2)');
  });
});
