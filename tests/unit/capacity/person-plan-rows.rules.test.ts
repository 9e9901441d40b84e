/** Rows become plans: inclusive dates become half-open ranges. 2026-01-05 is epoch day 20,458. */
import { expect, test } from '@jest/globals';
import {
  groupByPerson,
  toAbsence,
  toAllocation,
  toEngagement,
  toPart,
  toPattern,
  toSpan,
  toTimeEntry,
  toWorkweek,
  type AbsenceRow,
  type AllocationRow,
  type EngagementRow,
  type HolidayRow,
  type PatternRow,
} from '../../../src/domains/capacity/person-plan-rows.rules';

const MONDAY = 20_458;

test('rows are grouped by person in the order given', () => {
  const rows = [
    { person_id: 'p2', id: 1 },
    { person_id: 'p1', id: 2 },
    { person_id: 'p2', id: 3 },
  ];
  expect([...groupByPerson(rows)]).toEqual([
    ['p2', [rows[0], rows[2]]],
    ['p1', [rows[1]]],
  ]);
  expect(groupByPerson([]).size).toBe(0);
});

test('a workweek has seven days, missing ones are 0', () => {
  expect(toWorkweek([1, 2, 3, 4, 5, 6, 7])).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect(toWorkweek([420])).toEqual([420, 0, 0, 0, 0, 0, 0]);
});

test('an engagement, bounded and open', () => {
  const row: EngagementRow = {
    id: 'e1',
    person_id: 'p1',
    type: 'contractor',
    start_date: '2026-01-05',
    end_date: '2026-01-05',
    weekly_minutes_default: 0,
  };
  expect(toEngagement(row)).toEqual({
    id: 'e1',
    kind: 'contractor',
    from: MONDAY,
    to: MONDAY + 1,
    weeklyMinutes: 0,
  });
  expect(toEngagement({ ...row, end_date: null, weekly_minutes_default: null })).toMatchObject({
    to: null,
    weeklyMinutes: null,
  });
});

test('a calendar assignment, bounded and open', () => {
  const row = { person_id: 'p1', calendar_id: 'c1', starts_on: '2026-01-05', ends_on: '2026-01-11' };
  expect(toSpan(row)).toEqual({ calendarId: 'c1', from: MONDAY, to: MONDAY + 7 });
  expect(toSpan({ ...row, ends_on: null }).to).toBeNull();
});

test('what a holiday takes', () => {
  const row: HolidayRow = {
    id: 'h1',
    calendar_id: 'c1',
    date: '2026-01-05',
    label: 'A day',
    part: 'morning',
    last_minutes: null,
  };
  expect(toPart(row)).toBe('morning');
  expect(toPart({ ...row, part: 'last_minutes', last_minutes: 90 })).toEqual({ lastMinutes: 90 });
  expect(toPart({ ...row, part: 'last_minutes' })).toEqual({ lastMinutes: 0 });
});

test.each([
  ['start_of_day', 'end_of_day', false, false],
  ['middle_of_day', 'end_of_day', true, false],
  ['start_of_day', 'middle_of_day', false, true],
])('an absence from %s to %s', (starts_at, ends_at, startsAtNoon, endsAtNoon) => {
  const row: AbsenceRow = {
    id: 'a1',
    person_id: 'p1',
    label: 'Leave',
    start_date: '2026-01-05',
    end_date: '2026-01-06',
    starts_at,
    ends_at,
    minutes_per_day: 60,
  };
  expect(toAbsence(row)).toEqual({
    id: 'a1',
    label: 'Leave',
    from: MONDAY,
    to: MONDAY + 2,
    startsAtNoon,
    endsAtNoon,
    minutesPerDay: 60,
  });
});

const booked: AllocationRow = {
  id: 'w1',
  person_id: 'p1',
  project_id: null,
  project_name: null,
  start_date: '2026-01-05',
  end_date: '2026-01-09',
  load_unit: 'percent',
  basis_points: 5_000,
  basis: 'net',
  load_minutes: null,
  status: 'tentative',
};
const inMinutes = { ...booked, basis_points: null, basis: null, load_minutes: 90 };

test('an allocation is labelled by its project', () => {
  expect(toAllocation(booked)).toMatchObject({
    id: 'w1',
    label: 'No project',
    projectId: null,
    taskId: null,
    from: MONDAY,
    to: MONDAY + 5,
    status: 'tentative',
  });
  expect(toAllocation({ ...booked, project_id: 'j1', project_name: 'Blue' })).toMatchObject({
    label: 'Blue',
    projectId: 'j1',
  });
});

test.each<[AllocationRow, object]>([
  [booked, { unit: 'percent', basisPoints: 5_000, basis: 'net' }],
  [
    { ...booked, basis: null },
    { unit: 'percent', basisPoints: 5_000, basis: 'nominal' },
  ],
  [
    { ...inMinutes, load_unit: 'hours_per_week' },
    { unit: 'hours_per_week', minutesPerWeek: 90 },
  ],
  [
    { ...inMinutes, load_unit: 'minutes_per_day' },
    { unit: 'minutes_per_day', minutes: 90 },
  ],
  [
    { ...inMinutes, load_unit: 'total' },
    { unit: 'total', minutes: 90 },
  ],
])('a load of %j', (row, load) => {
  expect(toAllocation(row).load).toEqual(load);
});

test('worked time', () => {
  const row = { id: 't1', person_id: 'p1', project_id: null, project_name: null, date: '2026-01-05', minutes: 30 };
  expect(toTimeEntry(row)).toEqual({ id: 't1', label: 'No project', projectId: null, day: MONDAY, minutes: 30 });
  expect(toTimeEntry({ ...row, project_id: 'b', project_name: 'Blue' })).toMatchObject({
    label: 'Blue',
    projectId: 'b',
  });
});

test('an assigned pattern, a capacity entry, and a row that is neither', () => {
  const row: PatternRow = {
    id: 'w1',
    person_id: 'p1',
    starts_on: '2026-01-05',
    ends_on: null,
    weekly_minutes: null,
    calendar_id: null,
    name: 'Four days',
    cycle_weeks: 1,
    anchor_monday: '2026-01-05',
    days: [{ week: 1, weekday: 1, minutes: 420, intervals: null }],
  };
  expect(toPattern(row)).toEqual({
    id: 'w1',
    label: 'Four days',
    from: MONDAY,
    to: null,
    pattern: { cycleWeeks: 1, anchorMonday: MONDAY, days: row.days },
  });
  expect(toPattern({ ...row, ends_on: '2026-01-05', weekly_minutes: 0, calendar_id: 'c1' })).toEqual({
    id: 'w1',
    label: 'capacity entry',
    from: MONDAY,
    to: MONDAY + 1,
    pattern: { weeklyMinutes: 0, calendarId: 'c1' },
  });
  expect(() => toPattern({ ...row, days: null })).toThrow('w1');
});
