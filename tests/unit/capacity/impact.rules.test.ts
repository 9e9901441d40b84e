import { expect, test } from '@jest/globals';
import type { LedgerDifference } from '../../../src/domains/capacity/capacity.types';
import { summarizeImpact } from '../../../src/domains/capacity/impact.rules';
import { MAX_IMPACT_FIGURES } from '../../../src/domains/capacity/impact.types';
import { toEpochDay } from '../../../src/shared/calendar-dates';

const MONDAY = toEpochDay('2026-01-05');

function difference(personId: string, weeks: number): LedgerDifference {
  const mondays = Array.from({ length: weeks }, (_, index) => MONDAY + 7 * index);
  return {
    personId,
    days: mondays.flatMap((monday) => [monday, monday + 1]),
    changedWeeks: mondays,
    weeks: mondays.map((week) => ({
      week,
      netMinutes: 2_100,
      firmMinutes: 1_050,
      before: { netMinutes: 1_680, firmMinutes: 420 },
    })),
  };
}

test('figures are ordered by person, then week; totals are their sums', () => {
  const impact = summarizeImpact([difference('p2', 1), difference('p1', 2)]);
  expect(impact.figures.map(({ personId, week }) => [personId, week])).toEqual([
    ['p1', '2026-01-05'],
    ['p1', '2026-01-12'],
    ['p2', '2026-01-05'],
  ]);
  expect(impact.figures[0]).toEqual({
    personId: 'p1',
    week: '2026-01-05',
    netMinutes: 2_100,
    firmMinutes: 1_050,
    before: { netMinutes: 1_680, firmMinutes: 420 },
  });
  expect(impact).toMatchObject({
    daysChanged: 6,
    truncated: false,
    totals: { netMinutes: 6_300, firmMinutes: 3_150, before: { netMinutes: 5_040, firmMinutes: 1_260 } },
  });
});

test.each([
  [MAX_IMPACT_FIGURES, false],
  [MAX_IMPACT_FIGURES + 1, true],
])('%i weeks: cut %p, totals exact', (weeks, truncated) => {
  const impact = summarizeImpact([difference('p1', weeks)]);
  expect([impact.figures.length, impact.truncated]).toEqual([MAX_IMPACT_FIGURES, truncated]);
  expect(impact.totals.netMinutes).toBe(weeks * 2_100);
  expect(impact.daysChanged).toBe(weeks * 2);
});

test('nothing changed is all zeros', () => {
  expect(summarizeImpact([])).toEqual({
    daysChanged: 0,
    figures: [],
    truncated: false,
    totals: { netMinutes: 0, firmMinutes: 0, before: { netMinutes: 0, firmMinutes: 0 } },
  });
});
