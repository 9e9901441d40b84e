/** The month grid's arithmetic: READINGS 40b, and rates that add up. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { GridTally } from '../../../src/domains/reports/month-grid-tally.rules';
import {
  addGridDay,
  emptyGridSums,
  gridDay,
  gridFigures,
  gridRates,
  type GridColumns,
} from '../../../src/domains/reports/month-grid.rules';

type Minutes = Partial<Record<(typeof gridFigures)[number], number>>;

function columnsOf(...days: Minutes[]): GridColumns {
  const columns = gridFigures.map((figure) => [figure, Int32Array.from(days, (day) => day[figure] ?? 0)] as const);
  return Object.fromEntries(columns) as unknown as GridColumns;
}

const dayOf = (minutes: Minutes) => gridDay(columnsOf({ nominal: 420, net: 420, ...minutes }), 0);

describe('a day', () => {
  test.each<[string, Minutes, object]>([
    ['nothing planned', {}, { kind: 'working', worked: 0, planned: 0, unplanned: 420, overtime: 0 }],
    ['planned', { firm: 300 }, { planned: 300, unplanned: 120 }],
    ['overbooked', { firm: 900 }, { planned: 420, unplanned: 0 }],
    ['worked more than there is', { firm: 480, worked: 500 }, { worked: 420, planned: 0, unplanned: 0, overtime: 80 }],
    ['partly worked, the rest planned', { firm: 420, worked: 200 }, { worked: 200, planned: 220, unplanned: 0 }],
    ['half a day off', { net: 210, absence: 210 }, { kind: 'working', absence: 210, unplanned: 210 }],
    ['leave', { net: 0, absence: 420 }, { kind: 'absence', absence: 420, unplanned: 0 }],
    ['a holiday', { net: 0, holiday: 420 }, { kind: 'holiday', absence: 0 }],
    ['leave on half a holiday', { net: 0, holiday: 210, absence: 210 }, { kind: 'absence', absence: 210 }],
    ['work on a Sunday', { nominal: 0, net: 0, firm: 60, worked: 90 }, { kind: 'off', planned: 0, overtime: 90 }],
  ])('%s', (_name, minutes, day) => {
    expect(dayOf(minutes)).toMatchObject(day);
  });
});

describe('rates', () => {
  const ratesOf = (...days: Minutes[]) => {
    const sums = emptyGridSums();
    const columns = columnsOf(...days.map((day) => ({ nominal: 420, net: 420, ...day })));
    for (const [index] of days.entries()) addGridDay(sums, gridDay(columns, index), 420);
    return gridRates(sums);
  };

  test('TACE is sum by sum, and null when there is nothing to plan', () => {
    expect(ratesOf({ firm: 420 }, { net: 210, absence: 210 }).tace).toBe(0.666667);
    expect(ratesOf({ net: 0, absence: 420 })).toMatchObject({ tace: null, split: null, isUnderstaffed: false });
  });

  test('understaffed: below half, or more than three days without a plan', () => {
    const full = { firm: 420 };
    expect(ratesOf(full, {}).isUnderstaffed).toBe(false);
    expect(ratesOf(full, {}, {}).isUnderstaffed).toBe(true);
    expect(ratesOf({}, {}, {}, full, full, full)).toMatchObject({ unplannedDays: 3, isUnderstaffed: false });
    const half = { firm: 210 };
    expect(ratesOf({}, {}, {}, half, full, full, full)).toMatchObject({ unplannedDays: 3.5, isUnderstaffed: true });
  });

  test('the split adds up to one, and no share is outside of 0 to 1', () => {
    const minutes = fc.integer({ min: 0, max: 100_000 });
    fc.assert(
      fc.property(minutes, minutes, minutes, (worked, planned, unplanned) => {
        const net = worked + planned + unplanned;
        const { split, tace } = gridRates({ ...emptyGridSums(), net, worked, planned, unplanned });
        if (split === null || tace === null) return net === 0;
        const millionths = Object.values(split).map((share) => Math.round(share * 1_000_000));
        expect(millionths.reduce((sum, share) => sum + share, 0)).toBe(1_000_000);
        expect(Math.min(...millionths)).toBeGreaterThanOrEqual(0);
        expect(Math.round(tace * 1_000_000)).toBe((millionths[0] ?? 0) + (millionths[1] ?? 0));
        return true;
      }),
    );
  });
});

test('people, dates and teams add up to the same person-days', () => {
  const spells = [
    { teamId: 'blue', personId: 'ada', from: 100, to: 102 },
    { teamId: 'amber', personId: 'ada', from: 101, to: 103 },
  ];
  const days = columnsOf({ nominal: 420, net: 420, firm: 420 }, { nominal: 420, net: 420 }, { nominal: 420, net: 420 });
  const all = new GridTally({ from: 100, to: 103, spells, isOfTeam: false });
  all.add({ id: 'ada', name: 'Ada' }, days);
  all.add({ id: 'bob', name: 'Bob' }, days);
  const names = new Map([
    ['blue', 'Blue'],
    ['amber', 'Amber'],
    ['grey', 'Grey'],
  ]);
  const result = all.result(names);
  expect(result.totals).toMatchObject({ net: 2_520, planned: 840, unplannedDays: 4 });
  expect(result.days.map((sums) => sums.planned)).toEqual([840, 0, 0]);
  expect(result.teams.map(({ name, sums }) => [name, sums.net, sums.planned])).toEqual([
    ['Amber', 840, 0],
    ['Blue', 840, 420],
    ['Grey', 0, 0],
  ]);
  const [blue] = spells;
  const ofTeam = new GridTally({ from: 100, to: 103, spells: blue === undefined ? [] : [blue], isOfTeam: true });
  ofTeam.add({ id: 'ada', name: 'Ada' }, days);
  const one = ofTeam.result(names);
  expect(one.people[0]?.days.map((day) => day.kind)).toEqual(['working', 'working', 'outside_team']);
  expect(one.teams.map(({ name, sums }) => [name, sums.net])).toEqual([['Blue', one.totals.net]]);
});
