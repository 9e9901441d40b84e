/** READINGS 3 and E: how allocations spread. 2026-01-05 is a Monday; a week is Mon-Sun. */
import { describe, expect, test } from '@jest/globals';
import type { AllocationLoad } from '../../../src/domains/capacity/capacity.types';
import { computePersonLedger, planHull, widenToWeeks } from '../../../src/domains/capacity/person-ledger.rules';
import { spreadOver } from '../../../src/domains/capacity/spreading.rules';
import { toEpochDay } from '../../../src/shared/calendar-dates';
import { allocation, dates, engagement, figures, leave, onCalendar, percent, plan } from '../../support/plan-factory';

const [MONDAY, TUESDAY, FRIDAY, SATURDAY, SUNDAY] = [
  '2026-01-05',
  '2026-01-06',
  '2026-01-09',
  '2026-01-10',
  '2026-01-11',
];
const weekly = (minutesPerWeek: number): AllocationLoad => ({ unit: 'hours_per_week', minutesPerWeek });
const daily = (minutes: number): AllocationLoad => ({ unit: 'minutes_per_day', minutes });
const total = (minutes: number): AllocationLoad => ({ unit: 'total', minutes });

type Parts = Parameters<typeof plan>[0];

function firm(load: AllocationLoad, [from, to]: [string, string], parts: Parts = {}): number[] {
  return figures(plan({ ...parts, allocations: [allocation(load, from, to)] }), 'firm', MONDAY, SUNDAY);
}

function unplaced(load: AllocationLoad, [from, to]: [string, string], parts: Parts = {}): number[] {
  const person = plan({ ...parts, allocations: [allocation(load, from, to)] });
  const range = dates(from, to);
  return computePersonLedger(person, range.from, range.to).timeline.unplaced.map(({ minutes }) => minutes);
}

describe('load', () => {
  test.each([
    ['50 % of 421 is half a minute up', 421, 50, 211],
    ['33.33 % of 420', 420, 33.33, 140],
    ['0.01 % of 420', 420, 0.01, 0],
    ['200 %', 420, 200, 840],
  ])('3: %s', (_, minutes, share, expected) => {
    const week = [minutes, 0, 0, 0, 0, 0, 0] as const;
    expect(firm(percent(share), [MONDAY, MONDAY], { organizationWorkweek: week })[0]).toBe(expected);
  });

  test('3: rounded per allocation, then summed', () => {
    const allocations = [1, 2].map((number) => allocation(percent(50), MONDAY, MONDAY, `w${number}`));
    const person = plan({ organizationWorkweek: [421, 0, 0, 0, 0, 0, 0], allocations });
    expect(figures(person, 'firm', MONDAY)).toEqual([422]);
  });

  test('percent of nominal stays on leave, percent of net does not', () => {
    const absences = [leave(TUESDAY, TUESDAY, { endsAtNoon: true })];
    expect(firm(percent(50), [MONDAY, TUESDAY], { absences }).slice(0, 2)).toEqual([210, 210]);
    expect(firm(percent(50, 'net'), [MONDAY, TUESDAY], { absences }).slice(0, 2)).toEqual([210, 105]);
  });

  test('23: cumulative floor, exact and in date order', () => {
    expect(spreadOver(10, [1, 1, 1])).toEqual([3, 3, 4]);
    expect(firm(total(1001), [MONDAY, FRIDAY])).toEqual([200, 200, 200, 200, 201, 0, 0]);
  });

  test.each<[string, [string, string], Parts, number[]]>([
    ['whole week', [MONDAY, SUNDAY], {}, [420, 420, 420, 420, 420, 0, 0]],
    ['a week cut by the dates', [MONDAY, TUESDAY], {}, [420, 420, 0, 0, 0, 0, 0]],
    ['leave inside moves its share', [MONDAY, TUESDAY], { absences: [leave(TUESDAY)] }, [840, 0, 0, 0, 0, 0, 0]],
    [
      'leave outside changes nothing',
      [MONDAY, TUESDAY],
      { absences: [leave('2026-01-07', FRIDAY)] },
      [420, 420, 0, 0, 0, 0, 0],
    ],
    [
      'a holiday inside moves its share',
      [MONDAY, FRIDAY],
      onCalendar([[MONDAY, 'full']]),
      [0, 525, 525, 525, 525, 0, 0],
    ],
    ['a week-end of a week has no share', [SATURDAY, SUNDAY], {}, [0, 0, 0, 0, 0, 0, 0]],
  ])('24: 35 h a week: %s', (_, range, parts, expected) => {
    expect(firm(weekly(2100), range, parts)).toEqual(expected);
  });

  test('24: the parts of a cut week add up to it', () => {
    const first = firm(weekly(1001), [MONDAY, TUESDAY]);
    const rest = firm(weekly(1001), ['2026-01-07', SUNDAY]);
    expect([...first.slice(0, 2), ...rest.slice(2)]).toEqual([200, 200, 200, 200, 201, 0, 0]);
  });

  test('25: a total is one bucket over its whole range, whatever window is asked', () => {
    const person = plan({ allocations: [allocation(total(4200), '2025-12-29', '2026-01-30')] });
    expect(figures(person, 'firm', MONDAY)).toEqual([168]);
    const all = figures(person, 'firm', '2025-12-29', '2026-01-30');
    expect(all.reduce((sum, minutes) => sum + minutes, 0)).toBe(4200);
  });

  test('26: a share without net minutes is no load and stays unplaced; without nominal there is no share', () => {
    const absences = [leave(MONDAY, FRIDAY)];
    expect(firm(weekly(2100), [MONDAY, TUESDAY], { absences })).toEqual([0, 0, 0, 0, 0, 0, 0]);
    expect(unplaced(weekly(2100), [MONDAY, TUESDAY], { absences })).toEqual([840]);
    expect(unplaced(total(500), [MONDAY, TUESDAY], { absences })).toEqual([500]);
    expect(unplaced(weekly(2100), [MONDAY, FRIDAY], { weeklyMinutes: 0 })).toEqual([]);
  });

  test('27: minutes per day land on dates with nominal, leave and holidays included', () => {
    const parts = { ...onCalendar([[MONDAY, 'full']]), absences: [leave(TUESDAY)] };
    expect(firm(daily(60), [MONDAY, SUNDAY], parts)).toEqual([60, 60, 60, 60, 60, 0, 0]);
  });

  test('27: one single date lands whatever the day; a range without a working day lands nowhere', () => {
    expect(firm(daily(240), [SATURDAY, SATURDAY])).toEqual([0, 0, 0, 0, 0, 240, 0]);
    expect(firm(daily(240), [SATURDAY, SUNDAY])).toEqual([0, 0, 0, 0, 0, 0, 0]);
    expect(unplaced(daily(240), [SATURDAY, SUNDAY])).toEqual([480]);
  });

  test('28: percent on a day off is 0', () => {
    expect(firm(percent(100), [SATURDAY, SUNDAY])).toEqual([0, 0, 0, 0, 0, 0, 0]);
  });

  test.each([percent(100), weekly(2100), daily(420), total(2100)])('20: outside employment no load: %j', (load) => {
    const gone = { engagements: [engagement('2020-01-01', '2025-12-31')] };
    expect(firm(load, [MONDAY, FRIDAY], gone)).toEqual([0, 0, 0, 0, 0, 0, 0]);
    expect(firm(load, [MONDAY, MONDAY], gone)[0]).toBe(0);
  });

  test('29: tentative is beside firm and never over', () => {
    const booked = { ...allocation(percent(200), MONDAY, MONDAY), status: 'tentative' as const };
    const person = plan({ allocations: [booked] });
    expect(figures(person, 'tentative', MONDAY)).toEqual([840]);
    expect([figures(person, 'firm', MONDAY), figures(person, 'over', MONDAY)]).toEqual([[0], [0]]);
  });

  test('ranges: hull, whole weeks, empty', () => {
    const allocations = [allocation(daily(1), TUESDAY), allocation(daily(1), '2025-12-30', '2026-01-02')];
    const hull = { from: toEpochDay('2025-12-30'), to: toEpochDay(TUESDAY) + 1 };
    expect(planHull({ allocations })).toEqual(hull);
    expect(planHull({ allocations: [] })).toBeNull();
    expect(widenToWeeks(hull)).toEqual({ from: toEpochDay('2025-12-29'), to: toEpochDay('2026-01-12') });
    expect(() => computePersonLedger(plan(), 10, 10)).toThrow(RangeError);
  });
});
