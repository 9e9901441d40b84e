/** READINGS 35 and PRODUCT.md §2: sum by sum, each person-day once. */
import { describe, expect, test } from '@jest/globals';
import { byPerson, byTeam, emptySums, totalOf, utilizationOf } from '../../../src/domains/reports/utilization.rules';
import type { FigureColumns } from '../../../src/domains/capacity/capacity.types';

function columns(net: number[], firm: number[]): FigureColumns {
  const zeros = Int32Array.from(net, () => 0);
  return {
    nominal: Int32Array.from(net),
    holiday: zeros,
    absence: zeros,
    net: Int32Array.from(net),
    firm: Int32Array.from(firm),
    tentative: zeros,
    worked: zeros,
    over: zeros,
  };
}

const ledgers = new Map([
  ['ada', columns([420, 420, 420], [420, 210, 0])],
  ['bob', columns([420, 0, 420], [0, 0, 420])],
]);

test.each([
  [1_680, 2_100, 0.8],
  [1, 3, 0.333333],
  [2, 3, 0.666667],
  [0, 420, 0],
  [840, 420, 2],
  [0, 0, null],
  [60, 0, null],
])('%d firm on %d net is %p', (firm, net, rate) => {
  expect(utilizationOf({ firm, net })).toBe(rate);
});

test('a group’s rate is sum by sum, not a mean of rates', () => {
  const sums = totalOf(ledgers);
  expect([sums.firm, sums.net]).toEqual([1_050, 2_100]);
  expect(utilizationOf(sums)).toBe(0.5);
});

test('people are ordered by name, then id', () => {
  const names = new Map([
    ['ada', 'Zoe'],
    ['bob', 'Ann'],
  ]);
  expect(byPerson(ledgers, names).map((row) => row.id)).toEqual(['bob', 'ada']);
});

describe('teams', () => {
  const names = new Map([
    ['t1', 'Blue'],
    ['t2', 'Amber'],
  ]);
  const from = 100;

  test('count their days of membership; days of nobody’s team are a row of their own', () => {
    const spells = [{ teamId: 't1', personId: 'ada', from: 0, to: 102 }];
    const rows = byTeam(ledgers, { names, spells }, from);
    expect(rows.map((row) => [row.id, row.sums.net, row.sums.firm])).toEqual([
      ['t2', 0, 0],
      ['t1', 840, 630],
      [null, 420 + 840, 420],
    ]);
  });

  test('a person of two teams counts in both, in the totals once', () => {
    const all = (teamId: string) => ({ teamId, personId: 'ada', from: 100, to: 103 });
    const rows = byTeam(new Map([['ada', ledgers.get('ada')!]]), { names, spells: [all('t1'), all('t2')] }, from);
    expect(rows.map((row) => row.sums.net)).toEqual([1_260, 1_260]);
    expect(totalOf(new Map([['ada', ledgers.get('ada')!]])).net).toBe(1_260);
  });

  test('spells outside the range and of unknown teams count nowhere', () => {
    const spells = [
      { teamId: 't1', personId: 'ada', from: 0, to: 100 },
      { teamId: 't1', personId: 'ada', from: 103, to: 200 },
      { teamId: 'gone', personId: 'ada', from: 0, to: 200 },
    ];
    const rows = byTeam(new Map([['ada', ledgers.get('ada')!]]), { names, spells }, from);
    expect(rows.map((row) => [row.id, row.sums.net])).toEqual([
      ['t2', 0],
      ['t1', 0],
      [null, 1_260],
    ]);
  });

  test('without anybody outside of a team there is no such row', () => {
    expect(byTeam(new Map(), { names, spells: [] }, from).map((row) => row.sums)).toEqual([emptySums(), emptySums()]);
  });
});
