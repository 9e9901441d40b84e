/** Days of a pattern from the wire and back (READINGS 5). */
import { expect, test } from '@jest/globals';
import {
  assertCycle,
  assertMonday,
  presentDay,
  readDays,
  type SentDay,
} from '../../../src/domains/work-patterns/pattern-days.rules';
import { DomainError } from '../../../src/shared/domain-error';

test('a length stays, clock times are joined and measured, and come back as they were', () => {
  const night = [
    { start: '22:00', end: '02:00' },
    { start: '02:30', end: '06:00' },
  ];
  const days = readDays([
    { week: 1, weekday: 1, minutes: 420 },
    {
      week: 1,
      weekday: 2,
      intervals: [
        { start: '09:00', end: '12:00' },
        { start: '12:00', end: '13:00' },
      ],
    },
    { week: 1, weekday: 3, intervals: night },
    { week: 1, weekday: 4, intervals: [{ start: '20:00', end: '24:00' }] },
  ]);
  expect(days.map((day) => day.minutes)).toEqual([420, 240, 450, 240]);
  expect(days.map(presentDay)).toMatchObject([
    { minutes: 420, intervals: null },
    { intervals: [{ start: '09:00', end: '13:00' }] },
    { intervals: night },
    { intervals: [{ start: '20:00', end: '24:00' }] },
  ]);
});

test('what cannot be a day is refused where it stands', () => {
  const cases: [Partial<SentDay>, string][] = [
    [{}, '/days/0'],
    [{ minutes: 60, intervals: [{ start: '09:00', end: '10:00' }] }, '/days/0'],
    [{ intervals: [{ start: '09:00', end: '09:00' }] }, '/days/0/intervals/0'],
    [
      {
        intervals: [
          { start: '09:00', end: '12:00' },
          { start: '11:59', end: '13:00' },
        ],
      },
      '/days/0/intervals/1',
    ],
    [
      {
        intervals: [
          { start: '22:00', end: '06:00' },
          { start: '06:00', end: '23:00' },
        ],
      },
      '/days/0/intervals',
    ],
  ];
  for (const [day, pointer] of cases) {
    expect(pointerOf(() => readDays([{ week: 1, weekday: 1, ...day }]))).toBe(pointer);
  }
});

test('a cycle has its weeks, each day once, and starts on a Monday', () => {
  const monday = { week: 1, weekday: 1 };
  expect(pointerOf(() => assertCycle([monday, { week: 3, weekday: 1 }], 2))).toBe('/days/1/week');
  expect(pointerOf(() => assertCycle([monday, { week: 1, weekday: 7 }, monday], 2))).toBe('/days/2');
  expect(pointerOf(() => assertCycle([monday, { week: 2, weekday: 1 }], 2))).toBeNull();
  expect(pointerOf(() => assertMonday('2026-11-24'))).toBe('/anchor_monday');
  expect(pointerOf(() => assertMonday('1960-01-04'))).toBeNull();
});

function pointerOf(act: () => unknown): string | null {
  try {
    act();
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return error.details.errors?.[0]?.pointer ?? null;
  }
  return null;
}
