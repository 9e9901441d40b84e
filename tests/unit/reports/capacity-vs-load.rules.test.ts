/** Periods and sums by team, by hand and by property. READINGS 35. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ledgerFigures, type FigureColumns, type LedgerFigure } from '../../../src/domains/capacity/capacity.types';
import { loadByTeam, periodsOf } from '../../../src/domains/reports/capacity-vs-load.rules';
import { fromEpochDay, toEpochDay } from '../../../src/shared/calendar-dates';

const day = toEpochDay;

function columns(net: number[], firm: number[], tentative: number[]): FigureColumns {
  const given: Partial<Record<LedgerFigure, number[]>> = { net, firm, tentative };
  const all = ledgerFigures.map((figure): [LedgerFigure, Int32Array] => {
    return [figure, Int32Array.from(given[figure] ?? Array.from(net, () => 0))];
  });
  return Object.fromEntries(all) as Record<LedgerFigure, Int32Array>;
}

describe('periods', () => {
  const shown = (from: string, to: string, granularity: 'week' | 'month'): [string, string][] =>
    periodsOf({ from: day(from), to: day(to) + 1 }, granularity).map((one) => [
      fromEpochDay(one.from),
      fromEpochDay(one.to - 1),
    ]);

  test('ISO weeks, the first and last cut to the range', () => {
    expect(shown('2027-02-03', '2027-02-15', 'week')).toEqual([
      ['2027-02-03', '2027-02-07'],
      ['2027-02-08', '2027-02-14'],
      ['2027-02-15', '2027-02-15'],
    ]);
  });

  test('months over the end of a year', () => {
    expect(shown('2026-12-31', '2027-02-01', 'month')).toEqual([
      ['2026-12-31', '2026-12-31'],
      ['2027-01-01', '2027-01-31'],
      ['2027-02-01', '2027-02-01'],
    ]);
    expect(shown('2200-12-01', '2200-12-31', 'month')).toEqual([['2200-12-01', '2200-12-31']]);
  });

  test('cover every day once', () => {
    const range = fc.tuple(fc.integer({ min: 0, max: 40_000 }), fc.integer({ min: 1, max: 900 }));
    fc.assert(
      fc.property(range, fc.constantFrom('week' as const, 'month' as const), ([from, length], granularity) => {
        const periods = periodsOf({ from, to: from + length }, granularity);
        expect(periods[0]?.from).toBe(from);
        expect(periods.at(-1)?.to).toBe(from + length);
        for (const [index, one] of periods.entries()) expect(one.to).toBe(periods[index + 1]?.from ?? from + length);
      }),
    );
  });
});

describe('load by team', () => {
  const from = day('2027-02-04');
  const range = { from, to: from + 6 }; // Thursday to Tuesday
  const ledgers = new Map([
    ['a', columns([420, 420, 0, 0, 420, 420], [420, 500, 0, 0, 0, 0], [0, 0, 0, 0, 60, 0])],
    ['b', columns([210, 210, 0, 0, 210, 210], [0, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0])],
  ]);
  const names = new Map([
    ['t', 'Blue'],
    ['u', 'Amber'],
    ['v', 'Void'],
  ]);

  test('only days of membership; a person of two teams counts in both; days of no team are the row without an id', () => {
    const spells = [
      { teamId: 't', personId: 'a', from: from - 9, to: from + 2 },
      { teamId: 'u', personId: 'a', from: from + 1, to: from + 5 },
      { teamId: 'gone', personId: 'b', from, to: from + 6 },
    ];
    const sums = loadByTeam(ledgers, { names, spells }, { range, granularity: 'week' }).map((row) => [
      row.name,
      row.periods.map((one) => [one.netMinutes, one.firmMinutes, one.tentativeMinutes]),
    ]);
    expect(sums).toEqual([
      [
        'Amber',
        [
          [420, 500, 0],
          [420, 0, 60],
        ],
      ],
      [
        'Blue',
        [
          [840, 920, 0],
          [0, 0, 0],
        ],
      ],
      [
        'Void',
        [
          [0, 0, 0],
          [0, 0, 0],
        ],
      ],
      [
        'No team',
        [
          [420, 0, 0],
          [840, 0, 0],
        ],
      ],
    ]);
  });

  test('no row without an id where everybody has a team all the time', () => {
    const spells = ['a', 'b'].map((personId) => ({ teamId: 't', personId, from, to: from + 6 }));
    const rows = loadByTeam(ledgers, { names, spells }, { range, granularity: 'month' });
    expect(rows.map((row) => row.id)).toEqual(['u', 't', 'v']);
  });
});
